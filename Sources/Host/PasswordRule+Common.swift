// Written by Scripts/common-passwords, from the list of passwords in zxcvbn 4.5.0; do not edit.
// Data: copyright 2012 to 2016 Dan Wheeler and Dropbox, Inc., and 2016 Daniel Wolf, by the MIT license
// (github.com/dwolfhub/zxcvbn-python).

extension PasswordRule {
  /// The most common passwords, the worst first, in lower case and with white space between them.
  static let commonWords = """
    123456 password 12345678 qwerty 123456789 12345 1234 111111 1234567 dragon 123123 baseball abc123
    football monkey letmein shadow master 696969 mustang 666666 qwertyuiop 123321 1234567890 pussy superman
    654321 1qaz2wsx 7777777 fuckyou qazwsx jordan 123qwe 000000 killer trustno1 hunter harley zxcvbnm asdfgh
    buster batman soccer tigger charlie sunshine iloveyou fuckme ranger hockey computer starwars asshole
    pepper klaster 112233 zxcvbn freedom princess maggie pass ginger 11111111 131313 fuck love cheese 159753
    summer chelsea dallas biteme matrix yankees 6969 corvette austin access thunder merlin secret diamond
    hello hammer fucker 1234qwer silver gfhjkm internet samantha golfer scooter test orange cookie q1w2e3r4t5
    maverick sparky phoenix mickey bigdog snoopy guitar whatever chicken camaro mercedes peanut ferrari
    falcon cowboy welcome sexy samsung steelers smokey dakota arsenal boomer eagles tigers marina nascar
    booboo gateway yellow porsche monster spider diablo hannah bulldog junior london purple compaq lakers
    iceman qwer1234 hardcore cowboys money banana ncc1701 boston tennis q1w2e3r4 coffee scooby 123654 nikita
    yamaha mother barney brandy chester fuckoff oliver player forever rangers midnight chicago bigdaddy
    redsox angel badboy fender jasper slayer rabbit natasha marine bigdick wizard marlboro raiders prince
    casper fishing flower jasmine iwantu panties adidas winter winner gandalf password1 enter ghbdtn 1q2w3e4r
    golden cocacola jordan23 winston madison angels panther blowme sexsex bigtits spanky bitch sophie
    asdfasdf horny thx1138 toyota tiger dick canada 12344321 blowjob 8675309 muffin liverpoo apples qwerty123
    passw0rd abcd1234 pokemon 123abc slipknot qazxsw 123456a scorpion qwaszx butter startrek rainbow
    asdfghjkl razz newyork redskins gemini cameron qazwsxedc florida liverpool turtle sierra viking booger
    butthead doctor rocket 159357 dolphins captain bandit jaguar packers pookie peaches 789456 asdf dolphin
    helpme blue theman maxwell qwertyui shithead lovers maddog giants nirvana metallic hotdog rosebud
    mountain warrior stupid elephant suckit success bond007 jackass alexis porn lucky scorpio samson q1w2e3
    azerty rush2112 driver freddy 1q2w3e4r5t sydney gators dexter red123 123456q 12345a bubba creative voodoo
    golf trouble america nissan gunner garfield bullshit asdfghjk 5150 fucking apollo 1qazxsw2 2112 eminem
    legend airborne bear beavis apple brooklyn godzilla skippy 4815162342 buddy qwert kitten magic shelby
    beaver phantom asdasd xavier braves darkness blink182 copper platinum qweqwe tomcat 01012011 girls bigboy
    102030 animal police online 11223344 voyager lifehack 12qwaszx fish sniper 315475 trinity blazer heaven
    lover snowball playboy loveme bubbles hooters cricket willow donkey topgun nintendo saturn destiny
    pakistan pumpkin digital sergey redwings explorer tits private runner therock guinness lasvegas beatles
    789456123 fire cassie christin qwerty1 celtic asdf1234 andrey broncos 007007 babygirl eclipse fluffy
    cartman michigan carolina testing alexande birdie pantera cherry vampire mexico dickhead buffalo genius
    montana beer minecraft maximus flyers lovely stalker metallica doggie snickers speedy bronco lol123
    paradise yankee horses magnum dreams 147258369 lacrosse ou812 goober enigma qwertyu scotty pimpin
    bollocks surfer cock poohbear genesis star asd123 qweasdzxc racing hello1 hawaii eagle1 viper poopoo
    einstein boobies 12345q bitches drowssap simple badger alaska action jester drummer 111222 spitfire
    forest maryjane champion diesel svetlana friday hotrod 147258 chevy lucky1 westside security google
    badass tester shorty thumper hitman mozart zaq12wsx boobs reddog 010203 lizard a123456 123456789a ruslan
    eagle 1232323q scarface qwerty12 147852 a12345 buddha porno 420420 spirit money1 stargate qwe123 naruto
    mercury liberty 12345qwert semperfi suzuki popcorn spooky marley scotland kitty cherokee vikings simpsons
    rascal qweasd hummer loveyou michael1 patches russia jupiter penguin passion cumshot vfhbyf honda
    vladimir sandman passport raider bastard 123789 infinity assman bulldogs fantasy sucker 1234554321 horney
    domino budlight disney ironman usuckballz1 softball brutus redrum bigred mnbvcxz fktrcfylh karina marines
    digger kawasaki cougar fireman oksana monday cunt justice nigger super wildcats tinker logitech dancer
    swordfis avalon everton alexandr motorola patriots hentai madonna pussy1 ducati colorado connor juventus
    galore smooth freeuser warcraft boogie titanic wolverin elizabet arizona valentin saints asdfg accord
    test123 password123 christ yfnfif stinky slut spiderma naughty chopper hello123 ncc1701d extreme skyline
    poop zombie pearljam 123qweasd froggy awesome vision pirate fylhtq dreamer bullet predator empire 123123a
    kirill charlie1 panthers penis skipper nemesis rasdzv3 peekaboo rolltide cardinal psycho danger mookie
    happy1 wanker chevelle manutd goblue 9379992 hobbes vegeta fyfcnfcbz 852456 picard 159951 windows
    loverboy victory vfrcbv bambam serega 123654789 turkey tweety galina hiphop rooster changeme berlin
    taurus suckme polina electric avatar 134679 maksim raptor alpha1 hendrix newport bigcock brazil spring
    a1b2c3 madmax alpha britney sublime darkside bigman wolfpack classic hercules ronaldo letmein1 1q2w3e
    741852963 spiderman blizzard 123456789q cheyenne cjkysirj tiger1 wombat bubba1 pandora zxc123 holiday
    wildcat devils horse alabama 147852369 caesar 12312 buddy1 bondage pussycat pickle shaggy catch22 leather
    chronic a1b2c3d4 admin qqq111 qaz123 airplane kodiak freepass billybob sunset katana phpbb chocolat
    snowman angel1 stingray firebird wolves zeppelin detroit pontiac gundam panzer vagina outlaw redhead
    tarheels greenday nastya 01011980 hardon engineer dragon1 hellfire serenity cobra fireball lickme
    darkstar 1029384756 01011 mustang1 flash 124578 strike beauty pavilion 01012000 bobafett dbrnjhbz bigmac
    bowling chris1 ytrewq natali pyramid rulez welcome1 dodgers apache swimming whynot teens trooper fuckit
    defender precious 135790 packard weasel popeye lucifer cancer icecream 142536 raven swordfish presario
    viktor rockstar blonde james1 wutang spike pimp atlanta airforce thailand casino lennon mouse 741852
    hacker bluebird hawkeye 456123 theone catfish sailor goldfish nfnmzyf tattoo pervert barbie maxima
    nipples machine trucks wrangler rocks tornado lights cadillac bubble pegasus madman longhorn browns
    target 666999 eatme qazwsx123 microsoft dilbert christia baller lesbian shooter xfiles seattle qazqaz
    cthutq amateur prelude corona freaky malibu 123qweasdzxc assassin 246810 atlantis integra pussies iloveu
    lonewolf dragons monkey1 unicorn software bobcat stealth peewee openup 753951 srinivas zaqwsx valentina
    shotgun trigger veronika bruins coyote babydoll joker dollar lestat rocky1 hottie random butterfly
    wordpass smiley sweety snake chipper woody samurai devildog gizmo maddie soso123aljg mistress freedom1
    flipper express hjvfirf moose cessna piglet polaris teacher montreal cookies wolfgang scully fatboy
    wicked balls tickle bunny dfvgbh foobar transam pepsi fetish oicu812 basketba toshiba hotstuff sunday
    booty gambit 31415926 impala stephani jessica1 hooker lancer knicks shamrock fuckyou2 stinger 314159
    redneck deftones squirt siemens blaster trucker subaru renegade ibanez manson swinger reaper blondie
    mylove galaxy blahblah enterpri travel 1234abcd babylon5 indiana skeeter master1 sugar ficken smoke
    bigone sweetpea fucked trfnthbyf marino escort smitty bigfoot babes larisa trumpet spartan valera babylon
    asdfghj yankees1 bigboobs stormy mister hamlet aardvark butterfl marathon paladin cavalier manchester
    skater indigo hornet buckeyes 01011990 indians karate hesoyam toronto diamonds chiefs buckeye
    1qaz2wsx3edc highland drpepper pornstar 12345678910 sherlock thuglife morpheus wetpussy consumer adgjmptw
    barcelona overlord sundance ultimate ncc1701e matthew1 geronimo 123qwe123 aleksandr portugal superfly
    q1w2e3r4t5y6 wrinkle1 seminole alejandr 11235813 concrete access14 letmein2 christop trombone rhbcnbyf
    qazxswedc cdtnkfyf stallion kingkong mongoose bluemoon a1234567 fuckyou1 immortal 123454321 anthony1
    dietcoke hollywoo 14789632 bonehead ghbdtnbr charlott hongkong william1 ilovesex 1123581321 sebastia
    werewolf lollipop eternity super123 cooldude tottenha stocking makaveli satan666 verbatim blackcat
    raistlin qwerty12345 punkrock 01012010 waterloo musicman seinfeld megadeth gn56gn56 skywalke squirrel
    wolverine stardust qazwsxed twilight vanhalen intrepid 1234567a punisher showtime ekaterina 111222333
    skittles hannibal thunder1 1q2w3e4r5t6y chelsea1 panasonic sandiego portland blackdog californ playtime
    1a2b3c4d gangster warriors chargers dingdong mushroom crusader dkflbvbh stranger guardian slapshot
    septembe 147896325 rammstein 123321123 munchkin kittycat 1passwor barcelon coltrane goodluck starcraft
    katerina shaney14 fuck_inside discover spanking lonestar meridian heather1 stonecol 192837465 lowrider
    25802580 richard1 zaq1xsw2 tacobell halflife 123698745 keyboard kangaroo socrates formula1 qwerasdf
    mailcreated5240 asshole1 fuckface vacation penguins 12369874 ragnarok colombia dodgeram mustangs sithlord
    scoobydo oblivion titleist zxcv1234 bigballs blueeyes mersedes 12312312 patrick1 cowboys1 nuttertools
    1122334455 gateway1 peterpan kingston pa55word freckles aspirine mariners deadhead rootbeer scooter1
    11112222 plymouth creampie justdoit 1234567q lightnin caliente goodtime thankyou raiders1 brucelee
    redalert aquarius catherin porkchop sapphire qwert123 a1s2d3f4 qazwsxedcrfv blackjac chevrole 01012001
    amsterdam spectrum diamond1 123456qwerty labrador syracuse front242 candyman commando clitoris pineappl
    lesbians 8j4ye3uz monopoly romashka 123456aa gangbang spartans snuggles infiniti 1234567890q cosworth
    phoenix1 qawsedrf doberman brandon1 webmaster porsche9 beefcake godsmack viktoria starbuck valhalla
    starfish achilles ncc1701a arsenal1 sailboat jackson1 terminator phillies pa55w0rd swingers frontier
    butthole doughboy nebraska qwertyuio agent007 pinkfloy qwerty123456 dannyboy luckydog whocares vfrcbvrf
    ihateyou vkontakte mandingo dilligaf bunghole golfball technics 01011991 15426378 aberdeen enterprise
    stripper hurrican rfnthbyf dthjybrf excalibu melissa1 lancelot keystone passwort flamingo pokemon1
    designer kamikaze warhammer deeznuts apollo13 macdaddy rangers1 manchest meatball eatpussy truelove
    sentinel 123456789z jamesbon sexygirl billyboy microsof microlab gordon24 pantyhos 01011985 73501505
    passwor1 azsxdcfv charlton 01011970 bigmoney fordf150 superstar saratoga wildfire vladislav greenbay
    poiuytrewq chicken1 321654987 01011981 maradona chester1 rjirfrgbde rightnow jasmine1 hyperion treasure
    meatloaf 01011986 pass1234 anaconda woofwoof poontang lionking happy123 albatros kenworth dinosaur
    happyday holyshit turkey50 ericsson chickens zxcasdqwe fktrcfylhf polniypizdec0211 crazybab anhyeuem
    hardrock skywalker samsung1 applepie abc12345 gandalf1 rockhard hellyeah skorpion hedgehog australi
    america1 1qa2ws3ed 13243546 yosemite karolina starship greatone 0.0.0.000 football1 freeporn roadkill
    killbill 78945612 cinnamon backdoor packers1 rastaman sojdlg123aljg robotech 18436572 mechanic pingpong
    operator rasputin 963852741 amsterda majestic wrestlin gotohell kingfish passwords zxcvbnm1 lineage2
    charles1 nwo4life a123456789 fuckthis kcj9wx5n umbrella r2d2c3po snoopdog splinter underdog megapass
    p0015123 shannon1 bullseye blackhaw jamesbond tunafish dkflbckfd 123789456 translator gfhjkm123 supersta
    magicman caligula 12131415 dfktynbyf deepthroat tazmania tommyboy marino13 vfhufhbnf brighton mamapapa
    budweise getmoney qazwsx12 chainsaw eastside qwerty1234 01011989 undertaker snowboar moneyman chrisbln
    viewsonic penthous flounder whitesox thanatos panasoni sneakers chicago1 ghjcnjnfr titanium madison1
    intruder gargoyle poseidon newcastl johannes buckshot sunnyday 01011988 goldstar ferrari1 boomboom
    test1234 florida1 superman1 multiplelo motherlode westwood apple123 sunflowe assholes babyblue 123qwerty
    starfire paintbal knickers lokomotiv winston1 rjycnfynby thirteen hotpussy philippe panther1 avalanch
    newyork1 01011984 idontknow vfvfgfgf 01011987 zerocool godfather 1x2zkg8w zxasqw12 francesc paintball
    syncmaster aleksandra 02071986 southpark cambiami monalisa chuckles gladiator spongebob 03082006 mazafaka
    meathead barefoot 12345678q cfitymrf blessing clevelan terrapin clarinet deeznutz traveler pianoman
    hawkeyes casanova 10203040 meowmeow andromeda crystal1 triangle monster1 01011910 smeghead cerberus
    rockford 1q2w3e4r5 goldwing gabriell crjhgbjy james007 tiberius nokia6300 hayabusa 12345679 salamander
    12qw34er thegreat gesperrt whiskers overkill rhfcjnrf montgom240 sersolution rebecca1 spaceman bulldog1
    runescape 12345qwe lightning 01011992 megatron illusion roadking 19411945 hoosiers 01091989 leavemealone
    14725836 realmadrid balloons tinkerbell heineken moonlight 02071982 12345678a mortgage fishing1 doghouse
    blackbir hardcock 135792468 seahawks godfathe bookworm talisman blackjack babyface hawaiian 01011975
    mortimer 123456654321 roadrunn 01011993 handyman alphabet password2 digital1 beautifu dutchess tiffany1
    idontkno teddybea valkyrie inuyasha wareagle dragonball dolphin1 gameover kittykat wishbone sinister
    fuckoff1 02021987 02011985 dragon12 gamecube 02081988 bitchass preacher 02041986 z1x2c3v4 playstation
    01011977 claymore checkers armagedon 02051986 newpass6 aa123456 02091987 silverad electron devil666
    rhtdtlrj 12011987 02101985 thunderb ghostrider blackout 02031986 02021988 123456qw bcfields southpar
    02061985 mandarin cannabis kleopatra baseball1 tottenham dirtbike 1234567890a jackson5 02011987 slippery
    qweasd123 bluefish 02091986 1357924680 mollydog 02021986 ghblehjr starcraf cameltoe vasilisa 01011983
    elizaveta flexible farscape borussia yfcntymrf 02081984 scorpio1 fyutkbyf thedoors 02081987 02061986
    123qq123 7ugd5hip2j asdfzxcv sunflower pussyman deadpool 01011982 gatorade carpedie 02021984 cameron1
    02031984 corleone 02021985 webmaste chrysler 01020304 gabriel1 987456321 binladen a12345678 buttercu
    02081989 21031988 millwall dragonba stonecold 01011999 02011986 istanbul babylove bullfrog porsche1
    02061989 bobdylan capslock teddybear 02041984 chevrolet gfhjkmgfhjkm coolness barbados knockers amateurs
    jayhawks 9293709b13 eldorado soulmate andromed 50spanks 02021983 kakashka yeahbaby netscape rainbow6
    carlitos eastwood microphone monkey12 coldbeer fgtkmcby just4fun 1234567891 02021989 02041983 specialk
    piramida salasana mephisto violetta spencer1 02051983 smashing fastball q2w3e4r5 buddyboy shitface
    02031987 kissmyass radiohea 1234asdf wildcard maxwell1 02011988 02081986 testpass pringles pinkfloyd
    insomnia
    """
}
