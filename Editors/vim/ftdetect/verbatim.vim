autocmd BufRead,BufNewFile *.chat setfiletype verbatim
