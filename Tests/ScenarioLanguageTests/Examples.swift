import ScenarioLanguage

/// Scenarios that several tests read.
enum Examples {
  /// The example of the design, whole.
  static let privateMessages = """
    title: Private messages reach only the two people they are for
    covers: PM-1 PM-4
    tags: private smoke
    users: alice bob carol

    == Everyone meets
    alice > /join lobby
    alice < user_list room=lobby users=[alice]
    bob   > /join lobby
    bob   < user_list users=[alice, bob]
    alice < user_join user=bob
    carol > /join lobby
    carol < user_list
    alice, bob < user_join user=carol

    == A whisper
    alice > /pm bob the key is under the mat
    bob   < private_message user=alice message="the key is under the mat"
    alice < private_message_delivered target=bob
    carol < nothing

    == It is not found by others either
    carol > /search "under the mat"
    carol < search results=[]

    == Malformed input is refused, and the connection lives
    carol >json {"type":"chat_message","room":"lobby"}
    carol < error code=bad_frame field=message
    carol >bytes "{\\"type\\":"
    carol < error code=bad_json

    """

  /// A scenario that uses every construct once.
  static let everything = """
    # What a file may begin with
    title: Everything at once
    covers: ROOM-1 ROOM-2
    tags: smoke
    users: alice alice/phone bob
    guests: gina
    bots: echo, reminder in lobby, greeter in "my room", exec "python3 a/poll.py --on" in lobby, exec "./run" as x
    ignore: user_join typing
    limits: message_characters=20 resume_seconds=60
    start: 2026-03-29T08:00
    needs: simulator
    connect: tutorial-a in "my room", verbatim.v1 for gina
    xfail: the bots are asleep
    lint-off: comment-sent name-unused
    cases:
    | room  | code          | raw          |
    | lobby | no_such_room  | "{\\"type\\":" |
    | hall  | "a b"         | x            | # the second

    macro meet WHO ROOM
      $WHO > /join $ROOM
      $WHO < user_list room=$ROOM # they are in
      order
        $WHO < user_join room="$ROOM-2"
      end
    end

    == Sending in $room
    meet alice $room
    alice, bob > hello $$1 and $5
    alice >json {"type": "x", "room": "to $room", "n": [1, -2.5e3, true, null, $room]}
    bob >bytes $raw
    bob >bytes "\\xFF\\u{1F600}"

    alice < message id=?id text=/^a\\/b$/ part=~"x y" n=1..5 z=-5..-1
    alice <= message id=$id list=[a, "b c", ...] object={k=v, "odd name"=null} gone=absent any=*
    alice < message seq=$id+1 at>=$id-10m other!=~"x" low=1.. high=..5 some={a, ...} rest=[..., b, ...] few=#2..
    alice < message text=/(?<part>[a-z]+)/ object={k!=v}
    bob >json {"after":$id - 1}
    bob <? typing
    bob <~ message seq=$id
    bob !< error code=$code
    gina < nothing # not a word

    any
      alice < one # first
      bob < two
    end
    repeat 2 as N
      for each WHO in alice bob # both
        $WHO > number $N of $title
      end
    end
    +2s
    +1h1500ms
    until 2026-03-30T00:00:00.500+02:00
    ! cut alice/phone, bob
    ! return bob
    ! crash
    ! replay
    alice < * a=1
    alice < absent messages=[]

    """

  /// The tree and the scenarios of a text that has no errors.
  static func expand(_ text: String, _ files: [String: String] = [:]) -> Expansion {
    Expansion.expand(SourceFile(path: "test.chat", text: text)) { path throws(SourceLoadError) in
      guard let text = files[path] else { throw SourceLoadError(reason: "there is no such file") }
      return SourceFile(path: path, text: text)
    }
  }
}
