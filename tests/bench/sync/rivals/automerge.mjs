// automerge-repo on both sides of a WebSocket: node automerge.mjs. Commands:
//   listen         the hub's side listens; {port}
//   begin DAY      the clinic's side makes the day's document, connected to nobody
//   act N          makes act N (one change), or with `all` every act
//   dial PORT      the clinic's side connects
//   settle         when both hold the same; {changes}
// One document for the day with everything in it: each further document would cost its own
// messages.
import * as Automerge from "@automerge/automerge";
import { Repo } from "@automerge/automerge-repo";
import { WebSocketClientAdapter, WebSocketServerAdapter }
  from "@automerge/automerge-repo-network-websocket";
import { WebSocketServer } from "ws";
import { acts, obey, until } from "./day.mjs";

let hub;
let clinic;
let handle;
let day = [];

function make(act) {
  handle.change((doc) => {
    // What an assignment gives is the plain object: the document's own is read again.
    doc[act.map] ??= {};
    const map = doc[act.map];
    map[act.key] ??= {};
    const record = map[act.key];
    for (const [field, value] of Object.entries(act.fields)) {
      if (value !== null && typeof value === "object") record[field] = { ...value };
      else record[field] = value;
    }
  });
}

const heads = (doc) => JSON.stringify([...Automerge.getHeads(doc)].sort());

await obey({
  async listen() {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await new Promise((done) => server.once("listening", done));
    hub = new Repo({ network: [new WebSocketServerAdapter(server)], sharePolicy: async () => true });
    return { port: server.address().port };
  },
  async begin(file) {
    day = acts(file);
    clinic = new Repo({ network: [], sharePolicy: async () => true });
    handle = clinic.create();
  },
  async act(which) {
    if (which === "all") day.forEach(make);
    else make(day[Number(which)]);
    return { acts: day.length };
  },
  async dial(port) {
    clinic.networkSubsystem.addNetworkAdapter(
      new WebSocketClientAdapter(`ws://127.0.0.1:${port}`, 1000));
  },
  async settle() {
    await until(() => {
      const there = hub.handles[handle.documentId];
      return there?.isReady() && heads(there.doc()) === heads(handle.doc());
    }, "the hub has the day");
    const there = hub.handles[handle.documentId].doc();
    return { changes: Automerge.getAllChanges(there).length, visits: Object.keys(there.visits).length };
  },
});
