// PouchDB on both sides: the hub's behind express-pouchdb, the clinic's replicating to it over
// HTTP. node pouch.mjs. Commands as in automerge.mjs; a record is a document, an act a revision.
import express from "express";
import expressPouchdb from "express-pouchdb";
import PouchDB from "pouchdb";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acts, obey, until } from "./day.mjs";

// On disk: behind express-pouchdb the adapter in memory forgets from request to request.
const scratch = mkdtempSync(join(tmpdir(), "wayside-pouch-"));
const OnDisk = PouchDB.defaults({ prefix: `${scratch}/` });
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

let clinic;
let hub;
let day = [];
let live;
const revisions = new Map();

async function make(act) {
  const id = `${act.map}:${act.key}`;
  const kept = revisions.get(id) ?? { _id: id };
  const next = { ...kept, ...act.fields };
  const { rev } = await clinic.put(next);
  revisions.set(id, { ...next, _rev: rev });
}

await obey({
  async listen() {
    const app = express();
    app.use("/", expressPouchdb(OnDisk, {
      mode: "minimumForPouchDB", inMemoryConfig: true, logPath: join(scratch, "log"),
    }));
    const server = app.listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address();
    // Looked at past the proxy.
    hub = new PouchDB(`http://127.0.0.1:${port}/day`);
    await hub.info();
    return { port };
  },
  async begin(file) {
    day = acts(file);
    clinic = new OnDisk("clinic");
  },
  async act(which) {
    if (which !== "all") await make(day[Number(which)]);
    else for (const act of day) await make(act);
    return { acts: day.length };
  },
  async dial(port, how) {
    const options = how === "live" ? { live: true, retry: true } : {};
    live = clinic.replicate.to(`http://127.0.0.1:${port}/day`, options);
    live.on("error", (why) => process.stderr.write(`${why}\n`));
    if (how !== "live") await live;
  },
  async settle() {
    await until(async () => {
      for (const [id, kept] of revisions) {
        const there = await hub.get(id).catch(() => null);
        if (there?._rev !== kept._rev) return false;
      }
      return true;
    }, "the hub has the day");
    return { documents: revisions.size };
  },
  async settled_one(which) {
    const act = day[Number(which)];
    const id = `${act.map}:${act.key}`;
    await until(async () => {
      const there = await hub.get(id).catch(() => null);
      return there?._rev === revisions.get(id)._rev;
    }, "the hub has the act");
  },
});
