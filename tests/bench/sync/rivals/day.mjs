// A clinic day as the rivals keep it: what each line sets, in which record.
import { readFileSync } from "node:fs";

/** [{ map, key, fields }]: one for each line; a visit and its patient are one record. */
export function acts(file) {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { at, device, action, appointment, ...said } = JSON.parse(line);
    const record = action === "practitioner"
      ? { map: "practitioners", key: said.practitioner }
      : { map: "visits", key: appointment };
    return { ...record, fields: { ...said, [`${action}_at`]: at, by: device } };
  });
}

/** Waits for a fact that is looked at again and again. */
export async function until(fact, what) {
  const end = Date.now() + 120_000;
  while (!(await fact())) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((done) => setTimeout(done, 2));
  }
}

/** One command a line on standard input, each answered by one line of JSON. */
export async function obey(commands) {
  const { createInterface } = await import("node:readline");
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, ...rest] = line.split(" ");
    const answer = await commands[word](...rest);
    process.stdout.write(`${JSON.stringify(answer ?? {})}\n`);
  }
  process.exit(0);
}
