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

  const tell = message => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message)); };
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
      }));
      const index = names.indexOf(selected);
      if (names.length) select(index >= 0 ? index : selected === null ? 0 : Math.min(place, names.length - 1), false);
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
  const run = () => { say('running'); tell({ type: 'run' }); };
  const bless = () => { if (selected !== null) tell({ type: 'bless', name: selected }); };
  // Links from an event to its cause lead inside of the page.
  main.addEventListener('click', click => {
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
  one('#keys').addEventListener('click', () => help.showModal());

  const keys = { j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), r: run, b: bless, '?': () => help.showModal() };
  document.addEventListener('keydown', key => {
    if (key.altKey || key.ctrlKey || key.metaKey || help.open) return;
    if (patch.open) {
      if (key.key === 'y' || key.key === 'n') { key.preventDefault(); patch.close(key.key === 'y' ? 'yes' : 'no'); }
      return;
    }
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
      setTimeout(connect, 1000);
    });
  }
  connect();
})();
