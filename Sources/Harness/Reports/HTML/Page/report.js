// The page is complete without this. It adds: one result at a time, search, keys, and the state of the moment of an event.
'use strict';
(() => {
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const make = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };
  const list = one('#results');
  const inspector = one('#inspector');
  const search = one('#search');
  const found = one('#found');
  const help = one('#help');
  const links = all('li a', list);
  const articleOf = link => document.getElementById(link.hash.slice(1));
  let current = null; // the article that is shown
  let event = null; // the event that keys go on from

  // Colours: the style does the work, this only remembers. A sandboxed page has no storage.
  const remembered = action => { try { return action(localStorage); } catch { return null; } };
  const theme = remembered(storage => storage.getItem('verbatim-theme'));
  if (/^theme-(auto|light|dark)$/.test(theme)) one('#' + theme).checked = true;
  for (const choice of all('[name=theme]')) {
    choice.addEventListener('change', () => remembered(storage => storage.setItem('verbatim-theme', choice.id)));
  }

  // Results.
  const isShown = element => element.getClientRects().length > 0;
  function show(article) {
    if (!article || article === current) return;
    current?.classList.remove('current');
    close();
    event = null;
    current = article;
    article.classList.add('current');
    one('details', article).open = true;
    for (const link of links) {
      if (articleOf(link) === article) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    one('main').scrollTop = 0;
    // On a phone the list would take the page along.
    if (matchMedia('(min-width: 56rem)').matches) linkOf(article).scrollIntoView({ block: 'nearest' });
    mark();
  }
  /** Shows what the address names: a result, or an event in it. */
  function route() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const article = target && target.closest('.result');
    if (!article) return;
    show(article);
    if (target.matches('.e')) inspect(target);
    else if (target !== article) target.scrollIntoView({ block: 'center' });
  }
  const linkOf = article => links.find(link => articleOf(link) === article);
  function neighbour(step) {
    const shown = links.filter(isShown);
    const at = shown.indexOf(linkOf(current));
    const link = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + step))];
    if (!link) return;
    show(articleOf(link));
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: 'nearest' });
  }

  // Events.
  const summaryOf = details => one('summary', details);
  const numberOf = details => Number(details.id.split('e')[1]);
  const named = (article, number) => document.getElementById(article.id + 'e' + number);
  function choose(details) {
    if (!details) return;
    unlink();
    event = details;
    event.setAttribute('aria-current', 'true');
    for (const other of [...causes(details), ...effects(details)]) other.classList.add('linked');
  }
  function unlink() {
    event?.removeAttribute('aria-current');
    for (const linked of all('.linked')) linked.classList.remove('linked');
  }
  function go(details, opens = !inspector.hidden) {
    if (!details) return;
    choose(details);
    summaryOf(details).focus({ preventScroll: true });
    if (opens) inspect(details);
    else details.scrollIntoView({ block: 'nearest' });
  }
  function step(distance, selector = '.e') {
    const events = all(selector, current).filter(details => !details.closest('[hidden]'));
    const places = all('.e', current);
    const from = event ? places.indexOf(event) : -1;
    const next = distance > 0
      ? events.find(details => places.indexOf(details) > from)
      : events.findLast(details => places.indexOf(details) < from);
    go(next);
  }
  /** What led to an event, the nearest first. */
  function causes(details) {
    const chain = [];
    for (let next = details; next && next.dataset.cause && chain.length < 100;) {
      next = named(current, next.dataset.cause);
      if (next) chain.push(next);
    }
    return chain;
  }
  const effects = details => all(`.e[data-cause="${numberOf(details)}"]`, current);
  const words = details => summaryOf(details).textContent.trim().replace(/\s+/g, ' ');

  const titleOf = details => ['.who', 'b'].map(part => one(part, details)?.textContent).filter(Boolean).join(' ');

  /** The view of each client from the event on. */
  function moment(details) {
    const views = new Map();
    const latest = new Map();
    const here = numberOf(details);
    for (const view of all('.view', current)) {
      const place = numberOf(view.closest('.e'));
      const name = one('b', view).textContent;
      if (!views.has(name)) views.set(name, 'in no room');
      if (place > here || place < (latest.get(name) ?? -1)) continue;
      latest.set(name, place);
      views.set(name, one('span', view).textContent);
    }
    return [...views].map(([name, text]) => ({ name, text, isNew: latest.get(name) === here }));
  }
  const pretty = text => { try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; } };
  const lineOf = details => one('.line', details)?.textContent;
  const jump = details => make('li', {}, make('a', { href: '#' + details.id }, words(details)),
    make('small', {}, lineOf(details) ? ', ' + lineOf(details) : ''));

  /** Shows an event at the side. */
  function inspect(details, takesFocus = false) {
    choose(details);
    const time = one('time', details.closest('.step')).textContent;
    const parts = [
      make('button', { type: 'button', className: 'close', onclick: () => back() }, 'Close'),
      make('h2', { tabIndex: -1 }, titleOf(details)),
      make('p', { className: 'quiet' }, [time, lineOf(details)].filter(Boolean).join(', ')),
      make('h3', {}, 'Frame'), make('pre', {}, pretty(one('pre', details).textContent)),
    ];
    const before = causes(details);
    const after = effects(details);
    if (before.length) parts.push(make('h3', {}, 'Because of'), make('ol', {}, ...before.map(jump)));
    if (after.length) parts.push(make('h3', {}, 'It led to'), make('ol', {}, ...after.map(jump)));
    const state = moment(details);
    if (state.length) {
      parts.push(make('h3', {}, 'What each client knows then'), make('dl', {}, ...state.flatMap(view => [
        make('dt', { className: view.isNew ? 'changed' : '' }, view.name), make('dd', {}, view.text)])));
    }
    inspector.replaceChildren(...parts);
    inspector.hidden = false;
    inspector.scrollTop = 0;
    // Only now is it known how much room is left.
    details.scrollIntoView({ block: 'nearest' });
    if (takesFocus) one('h2', inspector).focus();
  }
  function close() { inspector.hidden = true; }
  /** One level back; says whether there was one. */
  function back() {
    if (!inspector.hidden) {
      close();
      if (event) summaryOf(event).focus();
    } else if (current && current.contains(document.activeElement)) {
      unlink();
      event = null;
      linkOf(current)?.focus();
    } else if (search.value) {
      search.value = '';
      filter();
    }
  }

  // Search: a result is found by all of its words, its events among them.
  const texts = new Map();
  const textOf = link => {
    if (!texts.has(link)) texts.set(link, (link.textContent + ' ' + articleOf(link).textContent).toLowerCase());
    return texts.get(link);
  };
  const query = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);
  function filter() {
    const terms = query();
    let count = 0;
    for (const link of links) {
      const fits = terms.every(term => textOf(link).includes(term));
      link.parentElement.hidden = !fits;
      count += fits ? 1 : 0;
    }
    one('.none', list).hidden = count > 0;
    mark();
    const hits = current ? all('.hit', current).length : 0;
    found.textContent = terms.length ? `${count} of ${links.length} results, ${hits} events here` : '';
  }
  /** Marks the events of the result that is shown which have all words. */
  function mark() {
    const terms = query();
    document.body.classList.toggle('searching', terms.length > 0);
    if (!current) return;
    for (const details of all('.e', current)) {
      const text = details.textContent.toLowerCase();
      details.classList.toggle('hit', terms.length > 0 && terms.every(term => text.includes(term)));
    }
  }
  let waiting = 0;
  search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(filter, 80); });

  // Pointer.
  document.addEventListener('click', click => {
    const summary = click.target.closest('.e > summary');
    if (summary) {
      click.preventDefault();
      inspect(summary.parentElement, click.detail === 0);
      return;
    }
    const link = click.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    const article = target && target.closest('.result');
    if (!article || click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    show(article);
    if (target.matches('.e')) go(target, true);
    // Who pressed Enter in the list wants to go on in the result.
    else if (click.detail === 0) start();
    // The address is worth a copy; a sandbox may not let it change.
    try { history.replaceState(null, '', link.hash); } catch { /* then not */ }
  });
  function start() {
    go(one('.e.failing', current) ?? one('.e', current));
    if (!event) one('h2', current).focus();
  }
  document.addEventListener('focusin', focus => {
    const details = focus.target.closest('.e');
    if (details && details !== event && current?.contains(details)) choose(details);
  });
  one('#keys').addEventListener('click', () => help.showModal());

  // Keys.
  const isInList = () => !current || list.contains(document.activeElement)
    || (document.activeElement === document.body && !event);
  const keys = {
    j: () => isInList() ? neighbour(1) : step(1),
    k: () => isInList() ? neighbour(-1) : step(-1),
    J: () => neighbour(1),
    K: () => neighbour(-1),
    n: () => step(1, '.hit'),
    N: () => step(-1, '.hit'),
    c: () => event && go(causes(event)[0]),
    '/': () => { search.focus(); search.select(); },
    '?': () => help.showModal(),
    Escape: back,
  };
  document.addEventListener('keydown', key => {
    if (key.altKey || key.ctrlKey || key.metaKey || help.open) return;
    if (key.target === search) {
      if (key.key === 'Escape') {
        search.value = '';
        filter();
        search.blur();
      } else if (key.key === 'Enter') {
        filter();
        links.find(isShown)?.focus();
      } else return;
      key.preventDefault();
      return;
    }
    const action = keys[key.key];
    if (!action) return;
    key.preventDefault();
    action();
  });

  document.documentElement.classList.add('js');
  for (const tools of all('.tools')) tools.hidden = false;
  addEventListener('hashchange', route);
  route();
  if (!current && links.length) show(articleOf(links[0]));
})();
