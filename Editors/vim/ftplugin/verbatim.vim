if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s comments=:# expandtab shiftwidth=2 softtabstop=2
setlocal iskeyword+=-
" :make runs the file, and :copen lists where it failed.
setlocal makeprg=verbatim\ run\ --quiet\ %:S
setlocal errorformat=%f:%l:%c:\ %m
let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< iskeyword< makeprg< errorformat<'
