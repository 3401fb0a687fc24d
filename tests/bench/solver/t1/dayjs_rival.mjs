// tests/bench/solver/t1/dayjs_rival.mjs: the question as booking systems in JavaScript ask it: a
// day at a time, dayjs objects compared and added, somebody of each group looked for at each start.
//
//     node dayjs_rival.mjs DATA QUERIES FOLDER      FOLDER has node_modules/dayjs
//
// Prints a line a query: its start in minutes (-1: none) and the microseconds that it took.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [file, queries, folder] = process.argv.slice(2);
const dayjs = createRequire(resolve(folder, 'package.json'))('dayjs');

const grid = 5;
const days = 28;
const zero = dayjs('2026-03-02T00:00:00Z');
const data = JSON.parse(readFileSync(file, 'utf8'));
const span = ([begin, end]) => ({
    begin: zero.add(begin, 'minute'),
    end: zero.add(end, 'minute'),
});

// Open and busy spans by resource and day, made once: only asking is measured.
const people = data.resources.map((one) => {
    const by_day = Array.from({ length: days }, () => ({ open: [], busy: [] }));
    for (const each of one.open) by_day[Math.floor(each[0] / 1440)].open.push(span(each));
    for (const each of one.busy) by_day[Math.floor(each[0] / 1440)].busy.push(span(each));
    return { group: one.group, by_day };
});
const members = [];
for (const one of people) (members[one.group] ??= []).push(one);

// The starts at which this person is free for so long: free spans, each a walk over the grid.
function starts_of(person, day, from, minutes) {
    const out = [];
    const { open, busy } = person.by_day[day];
    for (const shift of open) {
        let at = shift.begin.isBefore(from) ? from : shift.begin;
        for (const taken of [...busy, { begin: shift.end, end: shift.end }]) {
            while (!at.add(minutes, 'minute').isAfter(taken.begin)) {
                out.push(at.valueOf());
                at = at.add(grid, 'minute');
            }
            if (at.isBefore(taken.end)) at = up_to_grid(taken.end);
        }
    }
    return out;
}

function up_to_grid(at) {
    const beyond = at.diff(zero, 'minute') % grid;
    return beyond === 0 ? at : at.add(grid - beyond, 'minute');
}

function earliest_start({ from, minutes, groups }) {
    const begin = zero.add(from, 'minute');
    for (let day = Math.floor(from / 1440); day < days; day += 1) {
        let common;
        for (const group of groups) {
            const starts = new Set();
            for (const one of members[group]) {
                for (const at of starts_of(one, day, begin, minutes)) {
                    if (!common || common.has(at)) starts.add(at);
                }
            }
            common = starts;
            if (common.size === 0) break;
        }
        if (common.size > 0) return (Math.min(...common) - zero.valueOf()) / 60_000;
    }
    return -1;
}

for (const query of data.queries.slice(0, Number(queries))) {
    const before = process.hrtime.bigint();
    const start = earliest_start(query);
    const us = Number(process.hrtime.bigint() - before) / 1000;
    console.log(start, us.toFixed(1));
}
