// The front desk: the day on one side, the arrivals or what is being done on the other.

import { useEffect } from 'preact/hooks';
import { LocationProvider, useLocation } from 'preact-iso';
import { LinkBanner } from '../shared/link_banner.tsx';
import { text } from '../language/speak.ts';
import { AbsenceDialog } from './absence_dialog.tsx';
import { busy, done_note, trouble } from './acts.ts';
import { DaySheet } from './day_sheet.tsx';
import { KeyHelp } from './key_help.tsx';
import { listen_for_keys } from './keys.ts';
import { Lists } from './lists.tsx';
import { OrderPanel } from './order_panel.tsx';
import { Refusal } from './refusal.tsx';
import { asked_date, narrow_view, panel } from './state.ts';
import { TopBar } from './top_bar.tsx';
import { held, undo } from './undo.ts';
import { VisitPanel } from './visit_panel.tsx';

const note_ms = 6_000;

export function Desk({ look }: { look: () => void }) {
    return (
        <LocationProvider scope="/desk">
            <Screen look={look} />
        </LocationProvider>
    );
}

function Screen({ look }: { look: () => void }) {
    const { query, route } = useLocation();
    const show_day = (date: string | undefined) => {
        const asked = new URLSearchParams(location.search);
        if (date) asked.set('day', date);
        else asked.delete('day');
        const words = asked.toString();
        route(words ? `/desk?${words}` : '/desk');
    };
    useEffect(() => {
        asked_date.value = /^\d{4}-\d\d-\d\d$/.test(query.day ?? '') ? query.day : undefined;
        look();
    }, [query.day]);
    useEffect(() => listen_for_keys(show_day), []);
    return (
        <div class="desk" data-view={narrow_view.value} data-panel={panel.value.kind}>
            <TopBar show_day={show_day} />
            <LinkBanner meaning="desk.gone" />
            <main>
                <DaySheet />
            </main>
            <Aside />
            <NarrowViews />
            <Notes />
            <KeyHelp />
            <AbsenceDialog />
        </div>
    );
}

function Aside() {
    const open = panel.value;
    useEffect(() => {
        trouble.value = undefined;
    }, [open.kind, open.kind === 'visit' ? open.id : '']);
    return (
        <aside aria-label={text('desk.side')} aria-busy={busy.value}>
            {open.kind === 'lists' && <Refusal />}
            {open.kind === 'lists' && <Lists />}
            {open.kind === 'visit' && <VisitPanel id={open.id} />}
            {open.kind === 'order' && (
                <OrderPanel
                    key={String(open.walk_in)}
                    walk_in={open.walk_in}
                    person={open.person}
                />
            )}
        </aside>
    );
}

function NarrowViews() {
    const views = ['day', 'queue'] as const;
    return (
        <nav class="narrow-views" aria-label={text('desk.views')}>
            {views.map((view) => (
                <button
                    key={view}
                    type="button"
                    aria-pressed={narrow_view.value === view}
                    onClick={() => (narrow_view.value = view)}
                >
                    {text(`desk.view.${view}`)}
                </button>
            ))}
        </nav>
    );
}

function Notes() {
    const waiting = held.value;
    const note = done_note.value;
    useEffect(() => {
        if (!note) return;
        const timer = window.setTimeout(() => (done_note.value = ''), note_ms);
        return () => window.clearTimeout(timer);
    }, [note]);
    return (
        <div class="notes-place" role="status">
            {waiting && (
                <p class="toast" key={waiting.press.key}>
                    <span>{text(`held.${waiting.act}`, { who: waiting.who })}</span>
                    <button type="button" onClick={undo}>
                        {text('held.undo')} <kbd>z</kbd>
                    </button>
                    <span class="fuse" aria-hidden="true" />
                </p>
            )}
            {!waiting && note && <p class="toast">{note}</p>}
        </div>
    );
}
