-- Neovim 0.11 finds it here; `vim.lsp.enable("verbatim")` switches it on.
return {
  cmd = { "verbatim", "lsp" },
  filetypes = { "verbatim" },
  root_markers = { ".git" },
}
