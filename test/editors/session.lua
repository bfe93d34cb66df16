-- A session with the language server in Neovim, without plugins. Writes what came to $RACEWALK_OUT.
local results = {}
local function note(name, value) results[name] = value end

local ok, problem = pcall(function()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.RACEWALK_FILE))
  local buffer = vim.api.nvim_get_current_buf()
  local id = vim.lsp.start_client({
    name = 'racewalk',
    cmd = { vim.env.RACEWALK_NODE, vim.env.RACEWALK_CLI, 'lsp', '--stdio' },
    root_dir = vim.fn.getcwd(),
  })
  vim.lsp.buf_attach_client(buffer, id)
  local client = vim.lsp.get_client_by_id(id)
  note('initialized', vim.wait(20000, function() return client.initialized == true end, 20))

  local document = { uri = vim.uri_from_bufnr(buffer) }
  local function ask(method, params)
    params.textDocument = document
    local answer = client.request_sync(method, params, 20000, buffer)
    return answer and answer.result or nil
  end
  local function titles()
    local found = {}
    for _, lens in ipairs(ask('textDocument/codeLens', {}) or {}) do
      table.insert(found, lens.command.title)
    end
    return found
  end

  vim.wait(20000, function() return (titles()[1] or ''):match('^fails') ~= nil end, 100)
  note('lenses', titles())
  -- The values come after the verdict.
  local function hovered()
    local hover = ask('textDocument/hover', { position = { line = 0, character = 5 } })
    return hover and hover.contents.value or ''
  end
  vim.wait(20000, function() return hovered():match('reachable states') ~= nil end, 50)
  note('hover', hovered())
  local completion = ask('textDocument/completion', { position = { line = 4, character = 1 } }) or {}
  local labels = {}
  for _, item in ipairs(completion.items or completion) do table.insert(labels, item.label) end
  note('completion', labels)

  -- Pulled or pushed, what Neovim shows is what vim.diagnostic has.
  vim.api.nvim_buf_set_lines(buffer, 0, 1, false, { 'int counter' })
  vim.wait(20000, function() return #vim.diagnostic.get(buffer) > 0 end, 50)
  local messages = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do table.insert(messages, one.message) end
  note('diagnostics', messages)
  vim.api.nvim_buf_set_lines(buffer, 0, 1, false, { 'int   counter;' })
  note('mended', vim.wait(20000, function() return #vim.diagnostic.get(buffer) == 0 end, 50))

  local edits = ask('textDocument/formatting', { options = { tabSize = 8, insertSpaces = false } })
  vim.lsp.util.apply_text_edits(edits or {}, buffer, client.offset_encoding)
  note('formatted', vim.api.nvim_buf_get_lines(buffer, 0, 1, false)[1])
  client.stop()
  note('stopped', vim.wait(10000, function() return client.is_stopped() end, 20))
end)
if not ok then note('problem', tostring(problem)) end
vim.fn.writefile({ vim.fn.json_encode(results) }, vim.env.RACEWALK_OUT)
vim.cmd('qall!')
