" The colours of scenario files.
if exists('b:current_syntax')
  finish
endif

syntax case match

" Values; what stands first is tried last.
syntax match verbatimName /[?$]\h\w*/ contained
syntax match verbatimNumber /\v[A-Za-z0-9_.-]@1<!\#?-?\d+(\.\d+)?([eE][+-]?\d+)?(\.\.\d*)?[A-Za-z0-9_-]@!/ contained
syntax match verbatimConstant /\v[A-Za-z0-9_.-]@1<!(true|false|null|absent)[A-Za-z0-9_.-]@!/ contained
syntax match verbatimConstant /\*\|\.\.\./ contained
syntax match verbatimField /\v[A-Za-z0-9_.-]+\ze\s*(!\=|\<\=|\>\=|\=|\<|\>)/ contained
syntax match verbatimSign /!=\|<=\|>=\|[=<>]/ contained
syntax region verbatimRegex start=+\%([=,\[{ ]\)\@1<=/+ skip=+\\.+ end=+/+ oneline contained
syntax region verbatimString start=+\~\?"+ skip=+\\.+ end=+"+ oneline contained contains=verbatimName,verbatimEscape
syntax match verbatimEscape /\\\%(u{\x\+}\|u\x\{4}\|x\x\x\|.\)\|\$\$/ contained
syntax match verbatimEndComment /\%(\s\)\@1<=#\%(\s.*\)\?$/ contained
syntax cluster verbatimValue contains=verbatimName,verbatimNumber,verbatimConstant,verbatimField,verbatimSign,verbatimRegex,verbatimString,verbatimEndComment

" Lines, by how they begin; what stands last is tried first.
syntax match verbatimCall /^\s*\h[A-Za-z0-9_-]*\%(\s.*\)\?$/ contains=verbatimMacro,@verbatimValue
syntax match verbatimMacro /^\s*\zs\h[A-Za-z0-9_-]*/ contained
syntax match verbatimExpectation /\v^\s*[^ \t<>!,]+(\s*,\s*[^ \t<>!,]+)*\s*(!\<|\<\=|\<\?|\<\~|\<\&|\<)\s.*$/ contains=verbatimWho,@verbatimValue
syntax match verbatimWho /\v^\s*[^<>!]+/ contained nextgroup=verbatimReceives
syntax match verbatimReceives /\v(!\<|\<\=|\<\?|\<\~|\<\&|\<)/ contained nextgroup=verbatimNothing,verbatimEvent skipwhite
syntax match verbatimEvent /\v"[^"]*"|\$?[A-Za-z0-9_.*-]+/ contained
syntax match verbatimNothing /\v(nothing|absent)(\s|$)@=/ contained
syntax match verbatimSend /\v^\s*[^ \t<>!,]+(\s*,\s*[^ \t<>!,]+)*\s*\>(json|bytes)?(\s.*)?$/ contains=verbatimSender
syntax match verbatimSender /\v^\s*[^<>!]+/ contained containedin=verbatimSend nextgroup=verbatimSends
syntax match verbatimSends /\v\>(json|bytes)?/ contained nextgroup=verbatimSent
syntax match verbatimSent /.*/ contained contains=verbatimName
syntax match verbatimStep /\v^\s*(order|any|end|include|macro|repeat|for|until)(\s.*)?$/ contains=verbatimKeyword,verbatimEach,@verbatimValue
syntax match verbatimKeyword /\v^\s*\zs(order|any|end|include|macro|repeat|for|until)(\s|$)@=/ contained
syntax match verbatimEach /\v\s@1<=(each|in|as)(\s)@=/ contained
syntax match verbatimTime /^\s*+\d[0-9a-z]*/
syntax match verbatimFault /\v^\s*!\s*(cut|return|close|stall|flow|crash|restart|replay)(\s|$)@=/
syntax match verbatimRow /^\s*|.*$/ contains=verbatimBar,@verbatimValue
syntax match verbatimBar /|/ contained
syntax match verbatimHeader /\v^\s*(title|covers|tags|users|guests|bots|ignore|limits|variables|start|needs|connect|xfail|skip|lint-off|cases):.*$/ contains=verbatimKey,verbatimString,verbatimEndComment
syntax match verbatimKey /^\s*[a-z-]\+:/ contained
syntax match verbatimSection /^\s*==.*$/
syntax match verbatimComment /^\s*#.*$/

highlight default link verbatimComment Comment
highlight default link verbatimEndComment Comment
highlight default link verbatimSection Title
highlight default link verbatimKey Keyword
highlight default link verbatimKeyword Keyword
highlight default link verbatimEach Keyword
highlight default link verbatimFault Keyword
highlight default link verbatimTime Number
highlight default link verbatimWho Identifier
highlight default link verbatimSender Identifier
highlight default link verbatimReceives Operator
highlight default link verbatimSends Operator
highlight default link verbatimSign Operator
highlight default link verbatimBar Operator
highlight default link verbatimEvent Type
highlight default link verbatimNothing Constant
highlight default link verbatimConstant Constant
highlight default link verbatimField Statement
highlight default link verbatimMacro Function
highlight default link verbatimName PreProc
highlight default link verbatimNumber Number
highlight default link verbatimRegex Special
highlight default link verbatimString String
highlight default link verbatimEscape SpecialChar

let b:current_syntax = 'verbatim'
