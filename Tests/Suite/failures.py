"""What fails in a suite: a function for each kind of failure gives a file with exactly that failure.

For each kind `EXPECTED` has the verdict, the kind of the failure in JSON reports, and a text that the failure has to have.
"""


def lines(talk, title, *steps, more=()):
    people = talk.people[:2]
    return [*talk.header(title, "ROOM-1 MSG-1", "chat broken", people, more), *talk.meeting(), "== It goes wrong here", *steps]


def mismatch(talk):
    first, second, _ = talk.people
    return lines(
        talk, "Another word comes than the one that is expected",
        f"{first} > {talk.sentence(0)}",
        f'{first}, {second} < chat_message user={first} message="{talk.sentence(1)}"')


def missing(talk):
    first, second, _ = talk.people
    return lines(
        talk, "Nobody answers", f"{first} > {talk.sentence(0)}", f"{first}, {second} < chat_message",
        f"{first} < chat_message user={second}")


def unexpected(talk):
    first, second, _ = talk.people
    return lines(
        talk, "Somebody hears what they should not", f"{first} > {talk.sentence(0)}", f"{first} < chat_message", f"{second} < nothing")


def order(talk):
    first, second, third = talk.people
    return [
        *talk.header("Two events come in another order", "ROOM-2", "chat broken", talk.people[:2]),
        f"{first} > /join {talk.room}", f"{first} < user_list", f"{second} > /join {talk.room}",
        "order", f"  {second} < user_list", f"  {first} < user_join user={second}", "end"]


def fields(talk):
    first, second, _ = talk.people
    return lines(
        talk, "Several fields differ", f"{first} > {talk.sentence(0)}",
        f'{first} < chat_message user={second} seq=7 message="{talk.sentence(1)}"')


def soft(talk):
    first, second, _ = talk.people
    return lines(
        talk, "Two soft expectations fail", f"{first} > {talk.sentence(0)}",
        f"{first} <& chat_message seq=2", f"{second} <& chat_message seq=3", f"{first} > {talk.sentence(1)}",
        f"{first}, {second} < chat_message seq=2")


def unreadable(talk):
    first, _, _ = talk.people
    return lines(talk, "A field that there is not", f"{first} > {talk.sentence(0)}", f"{first} < chat_message mesage={talk.words[0]}")


def setup(talk):
    return [
        *talk.header("Somebody who cannot register", "AUTH-1", "chat broken", [talk.people[0], "server"]),
        f"{talk.people[0]} > /join {talk.room}", f"{talk.people[0]} < user_list"]


def xpass(talk):
    first, second, _ = talk.people
    return lines(
        talk, "Known to fail, and repaired since", f"{first} > {talk.sentence(0)}", f"{first}, {second} < chat_message",
        more=["xfail: [chat_message] BUG-7, messages get lost"])


KINDS = [mismatch, missing, unexpected, order, fields, soft, unreadable, setup, xpass]
EXPECTED = {
    "mismatch": ("failed", "mismatch", "received something else"),
    "missing": ("failed", "missing", "received nothing"),
    "unexpected": ("failed", "unexpected", ""),
    "order": ("failed", "order", ""),
    "fields": ("failed", "mismatch", "received something else"),
    "soft": ("failed", "mismatch", "received something else"),
    "unreadable": ("unreadable", None, ""),
    "setup": ("failed", "setup", "could not log in"),
    # One row of a file with cases.
    "row": ("failed", "mismatch", "received something else"),
    "xpass": ("xpass", None, ""),
}
