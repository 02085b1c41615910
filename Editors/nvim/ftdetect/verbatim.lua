vim.filetype.add({ extension = { chat = "verbatim" } })
