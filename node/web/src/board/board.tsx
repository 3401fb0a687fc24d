// The queue board: numbers and where to go. It shows no name, of patient or practitioner.

import { signal } from '@preact/signals';
import type { Board, BoardCall } from '../api/shapes.ts';
import { clock_text, short_day_text, wall_date } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { LinkBanner } from '../shared/link_banner.tsx';
import { room_name } from '../shared/names.ts';
import { now_ms } from '../shared/node_clock.ts';
import { setup } from '../shared/node.ts';

export const board = signal<Board | undefined>(undefined);

const calls_shown = 7;
const waiting_shown = 24;

export function BoardScreen() {
    const shown = board.value;
    const calls = newest_first(shown?.called ?? []);
    const [newest, ...earlier] = calls.slice(0, calls_shown);
    return (
        <div class="board">
            <LinkBanner meaning="board.gone" />
            <header>
                <h1>{setup.value?.name ?? text('board.title')}</h1>
                <p class="clock">
                    <span class="date">{short_day_text(wall_date(now_ms.value))}</span>
                    <time>{clock_text(now_ms.value)}</time>
                </p>
            </header>
            <main>
                <Newest call={newest} known={shown !== undefined} />
                <Earlier calls={earlier} />
            </main>
            <Waiting shown={shown} />
        </div>
    );
}

function newest_first(called: BoardCall[]): BoardCall[] {
    const order = (left: BoardCall, right: BoardCall) =>
        Date.parse(right.since) - Date.parse(left.since) || (left.number < right.number ? -1 : 1);
    return [...called].sort(order);
}

function Newest({ call, known }: { call: BoardCall | undefined; known: boolean }) {
    return (
        <section class="newest" aria-live="polite" aria-atomic="true">
            <h2>{text('board.now')}</h2>
            {call ? (
                <div class="call" key={`${call.number} ${call.since}`}>
                    <p class="big">
                        <bdi class="number">{call.number}</bdi>
                    </p>
                    <p class="where">
                        <Where call={call} />
                    </p>
                </div>
            ) : (
                <p class="nobody">{text(known ? 'board.nobody' : 'link.joining')}</p>
            )}
        </section>
    );
}

function Earlier({ calls }: { calls: BoardCall[] }) {
    return (
        <section class="earlier">
            <h2>{text('board.also')}</h2>
            <ol>
                {calls.map((call) => (
                    <li key={call.number}>
                        <bdi class="number">{call.number}</bdi>
                        <span class="where">
                            <Where call={call} />
                        </span>
                    </li>
                ))}
            </ol>
            {calls.length === 0 && <p class="nobody">{text('board.none_else')}</p>}
        </section>
    );
}

function Where({ call }: { call: BoardCall }) {
    return (
        <span class="room">
            {call.room ? text('board.room', { room: room_name(call.room) }) : text('board.ask')}
        </span>
    );
}

function Waiting({ shown }: { shown: Board | undefined }) {
    const next = shown?.waiting.slice(0, waiting_shown) ?? [];
    return (
        <footer>
            <h2>{text('board.waiting', { count: shown?.waiting_count ?? 0 })}</h2>
            <ol>
                {next.map((each) => (
                    <li key={each.number}>
                        <bdi class="number">{each.number}</bdi>
                    </li>
                ))}
            </ol>
        </footer>
    );
}
