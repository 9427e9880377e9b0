'use strict';

// Shows /status.json. Texts are only ever set as text. A token stays in this page's memory.
const PAUSE = 5000;
const find = id => document.getElementById(id);
let token = '';
let timer;

function cell(text, ...classes) {
  const made = document.createElement('td');
  made.textContent = text;
  made.classList.add(...classes.filter(Boolean));
  return made;
}

function rows(id, items, cells) {
  find(id).tBodies[0].replaceChildren(...items.map(item => {
    const row = document.createElement('tr');
    row.append(...cells(item));
    return row;
  }));
}

function duration(seconds) {
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const [size, unit] = parts.find(([each]) => seconds >= each) ?? [1, 's'];
  return Math.floor(seconds / size) + ' ' + unit;
}

function connection(item) {
  const block = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = item.client + ': ' + item.how;
  const text = document.createElement('pre');
  text.textContent = item.text;
  block.append(summary, text);
  return block;
}

function show(status) {
  find('enter').hidden = true;
  find('shown').hidden = false;
  find('about').textContent =
    `${status.version} · up ${duration(status.up_seconds)} · ${status.sessions} ${status.sessions === 1 ? 'session' : 'sessions'} · as ${status.principal}`;
  rows('catalogs', status.catalogs, each => [
    cell(each.name), cell(each.kind), cell(each.state, each.state), cell(each.problem ?? '', 'note', 'wide')]);
  rows('calls', status.calls, each => [
    cell(each.time.slice(0, 19).replace('T', ' '), 'time'), cell(each.tool), cell(each.tables.join(', '), 'wide'),
    cell(each.outcome, each.outcome === 'ok' ? 'ok' : 'failed'), cell(each.rows, 'number', 'rows'), cell(each.ms, 'number', 'millis')]);
  find('calls').hidden = status.calls.length === 0;
  find('quiet').hidden = status.calls.length > 0;
  find('tools').replaceChildren(...status.tools.map(each => {
    const item = document.createElement('li');
    const name = document.createElement('code');
    name.textContent = each.name;
    item.append(name, ' ' + each.title);
    return item;
  }));
  const connections = find('connections');
  if (connections.childElementCount === 0) {
    connections.replaceChildren(...status.connections.map(connection));
  }
}

function refuse(text) {
  find('shown').hidden = true;
  find('enter').hidden = false;
  find('refused').textContent = text;
  find('about').textContent = 'Only those who are let in see what is here.';
}

async function load() {
  clearTimeout(timer);
  try {
    const answer = await fetch('status.json', { headers: token ? { Authorization: 'Bearer ' + token } : {} });
    if (answer.status === 401 || answer.status === 403) {
      refuse(token ? 'This token is not accepted.' : '');
      return;
    }
    show(await answer.json());
    const waits = document.querySelector('.unknown') !== null;
    timer = setTimeout(load, waits ? 1000 : PAUSE);
  } catch {
    find('about').textContent = 'The server does not answer.';
    timer = setTimeout(load, PAUSE);
  }
}

find('enter').addEventListener('submit', event => {
  event.preventDefault();
  token = find('token').value.trim();
  find('token').value = '';
  load();
});
load();
