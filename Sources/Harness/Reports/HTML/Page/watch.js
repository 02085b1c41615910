// The page of `verbatim watch`: it shows what the program sends, and tells it what is pressed.
'use strict';
(() => {
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const main = one('main');
  const list = one('#results ol');
  const patch = one('#patch');
  const help = one('#help');
  let names = []; // of the results, in the order of the list
  let selected = null; // the name of what is shown
  let place = 0; // where that is in the list
  let shown = ''; // the markup of what is shown
  let socket = null;
  const stepper = one('#stepper');
  const source = one('#stepper-source');
  const trial = one('#stepper-line');
  let stepping = null; // the name of what is in the debugger, and null where nothing is
  let isWaiting = false; // for the answer to a command
  let file = null; // the text of the source that is shown, with its path

  const isConnected = () => socket?.readyState === WebSocket.OPEN;
  const tell = message => { if (isConnected()) socket.send(JSON.stringify(message)); };
  const say = text => { one('#status').textContent = text; };

  // Colours are chosen as in reports.
  const theme = localStorage.getItem('verbatim-theme');
  if (/^theme-(auto|light|dark)$/.test(theme)) one('#' + theme).checked = true;
  for (const choice of all('[name=theme]')) {
    choice.addEventListener('change', () => localStorage.setItem('verbatim-theme', choice.id));
  }

  const receive = {
    list(message) {
      names = message.names;
      one('#title').textContent = message.title;
      one('#title').className = message.isRed ? 'bad' : 'good';
      document.title = message.title + ' – verbatim';
      one('#summary').textContent = message.summary;
      say(message.status);
      list.innerHTML = message.html;
      all('a', list).forEach((link, index) => link.addEventListener('click', click => {
        click.preventDefault();
        select(index);
        main.scrollIntoView(); // on a phone it is below the list
      }));
      // What a change has left red is shown, unless it is already or something else is open. Red results are first.
      const turns = message.red.length && !message.red.includes(selected) && !one('dialog[open]');
      const index = names.indexOf(turns ? message.red[0] : selected);
      if (names.length) select(Math.max(0, index), Boolean(turns));
      else { selected = null; shown = ''; main.replaceChildren(); }
    },
    result(message) {
      if (message.name !== selected || message.html === shown) return;
      shown = message.html;
      main.innerHTML = shown;
      for (const details of all('.result > details', main)) details.open = true;
    },
    patch(message) {
      one('#patch-title').textContent = 'Write ' + message.path + '?';
      one('pre', patch).replaceChildren(...message.patch.split('\n').flatMap(line => {
        const part = document.createElement('span');
        part.className = line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : '';
        part.textContent = line;
        return [part, '\n'];
      }));
      patch.returnValue = 'no';
      patch.showModal();
    },
    position(message) {
      if (message.name !== stepping) return;
      isWaiting = false;
      showSource(message);
      for (const part of ['title', 'place', 'path', 'answer', 'inboxes', 'names', 'rooms', 'state']) {
        one('#stepper-' + part).textContent = message[part].trimEnd();
      }
      one('#stepper-keep').disabled = !message.canKeep;
      one('#stepper-lanes').innerHTML = message.lanes;
      const hasTyped = stepper.contains(document.activeElement) && document.activeElement.closest('form');
      if (!stepper.open) stepper.showModal();
      one('#stepper-lanes').scrollTop = one('#stepper-lanes').scrollHeight; // the last is the newest
      if (!hasTyped) moveTo(source.children[(message.line ?? 1) - 1]);
      else if (document.activeElement.disabled) trial.focus();
    },
    note(message) { say(message.text); },
  };

  function select(index, scrolls = true) {
    place = index;
    if (names[index] !== selected) main.scrollTop = 0;
    selected = names[index];
    all('a', list).forEach((link, at) => {
      if (at === index) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
    if (scrolls) all('a', list)[index].scrollIntoView({ block: 'nearest' });
    tell({ type: 'show', name: selected });
  }
  const step = distance => {
    if (names.length) select(Math.min(names.length - 1, Math.max(0, place + distance)));
  };
  const run = () => {
    if (!isConnected()) return; // the status says why
    say('running');
    tell({ type: 'run' });
  };
  const bless = () => { if (selected !== null) tell({ type: 'bless', name: selected }); };

  // The debugger shows one scenario; each command is sent when the one before is answered.
  const debug = () => {
    if (selected === null) return;
    [stepping, isWaiting, trial.value] = [selected, true, ''];
    tell({ type: 'debug', name: selected });
  };
  const command = line => {
    if (isWaiting) return;
    isWaiting = true;
    tell({ type: 'command', line });
  };
  function showSource(message) {
    const text = [message.path, ...message.lines].join('\n');
    if (text !== file) {
      file = text;
      source.replaceChildren(...message.lines.map((line, index) => {
        const item = document.createElement('li');
        item.setAttribute('role', 'option');
        item.tabIndex = -1;
        item.dataset.target = (message.isFileOfScenario ? '' : message.path + ':') + (index + 1);
        item.append(document.createElement('code'));
        item.firstChild.textContent = line;
        return item;
      }));
    }
    for (const item of all('.meant', source)) {
      item.classList.remove('meant');
      item.removeAttribute('aria-current');
    }
    const next = source.children[message.line - 1];
    next?.classList.add('meant');
    next?.setAttribute('aria-current', 'step');
  }
  // One line can be reached by Tab, and the arrows move from there.
  function moveTo(item) {
    if (!item) return;
    for (const other of all('[aria-selected]', source)) {
      other.tabIndex = -1;
      other.removeAttribute('aria-selected');
    }
    item.tabIndex = 0;
    item.setAttribute('aria-selected', 'true');
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  }
  const lineKeys = {
    ArrowDown: line => moveTo(line.nextElementSibling),
    ArrowUp: line => moveTo(line.previousElementSibling),
    Enter: (line, key) => command((key.shiftKey ? 'back to ' : 'run ') + line.dataset.target),
  };
  const commandKeys = { n: 'step', p: 'back', e: 'run' };
  function pressInStepper(key) {
    if (key.target === trial) return;
    const line = key.target.closest('#stepper-source li');
    if (line && lineKeys[key.key]) lineKeys[key.key](line, key);
    else if (commandKeys[key.key]) command(commandKeys[key.key]);
    else return;
    key.preventDefault();
  }
  source.addEventListener('click', click => moveTo(click.target.closest('li')));
  source.addEventListener('dblclick', click => {
    const line = click.target.closest('li');
    if (line) command('run ' + line.dataset.target);
  });
  one('#stepper-try').addEventListener('submit', submit => {
    submit.preventDefault();
    if (trial.value.trim()) command('try ' + trial.value);
  });
  for (const [name, line] of [['step', 'step'], ['back', 'back'], ['run', 'run'], ['keep', 'keep']]) {
    one('#stepper-' + name).addEventListener('click', () => command(line));
  }
  one('#stepper-close').addEventListener('click', () => stepper.close());
  stepper.addEventListener('close', () => {
    stepping = null;
    tell({ type: 'leave' });
  });

  // Links from an event to its cause lead inside of the page.
  for (const place of [main, stepper]) place.addEventListener('click', click => {
    const link = click.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    click.preventDefault();
    target.open = true;
    target.scrollIntoView({ block: 'center' });
  });
  patch.addEventListener('close', () => { if (patch.returnValue === 'yes') tell({ type: 'write' }); });
  one('#run').addEventListener('click', run);
  one('#bless').addEventListener('click', bless);
  one('#step').addEventListener('click', debug);
  one('#keys').addEventListener('click', () => help.showModal());

  const keys = { j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), r: run, b: bless, s: debug, '?': () => help.showModal() };
  document.addEventListener('keydown', key => {
    if (key.altKey || key.ctrlKey || key.metaKey || help.open) return;
    if (patch.open) {
      if (key.key === 'y' || key.key === 'n') { key.preventDefault(); patch.close(key.key === 'y' ? 'yes' : 'no'); }
      return;
    }
    if (stepper.open) return pressInStepper(key);
    const action = keys[key.key];
    if (!action) return;
    key.preventDefault();
    action();
  });

  // When the program ends and begins again at the same address, the page goes on.
  function connect() {
    socket = new WebSocket(one('.columns').dataset.live);
    socket.addEventListener('open', () => document.body.classList.remove('gone'));
    socket.addEventListener('message', event => {
      const message = JSON.parse(event.data);
      receive[message.type]?.(message);
    });
    socket.addEventListener('close', () => {
      document.body.classList.add('gone');
      say('verbatim watch has ended');
      stepper.close();
      setTimeout(connect, 1000);
    });
  }
  connect();
})();
