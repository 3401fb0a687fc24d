// One visit: who, what, when, and what can be done with it.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Act, Visit } from '../api/shapes.ts';
import { birth_text, clock_text } from '../language/clinic_time.ts';
import { own_name, text, text_or } from '../language/speak.ts';
import { practitioner_name, room_name, service_name, status_word } from '../shared/names.ts';
import { StatusMark } from '../shared/status_mark.tsx';
import { do_act } from './acts.ts';
import { Triage } from './lists.tsx';
import { MainAct } from './main_act.tsx';
import { PanelHead } from './panel_head.tsx';
import { PlaceInLine } from './place_in_line.tsx';
import { PractitionerSelect } from './practitioner_select.tsx';
import { Refusal } from './refusal.tsx';
import { close_panel, visits } from './state.ts';
import { hold } from './undo.ts';
import type { HastyAct } from './undo.ts';
import { ActForm } from './act_form.tsx';
import { main_act, other_acts, ticket_number, who_is } from './visit_words.ts';

const hasty = new Set<Act>(['cancel', 'no-show', 'leave']);

export function VisitPanel({ id }: { id: string }) {
    const visit = visits.value.get(id);
    if (!visit) {
        return (
            <div class="panel">
                <PanelHead title={text('visit.gone')} />
            </div>
        );
    }
    return <Open key={id} visit={visit} />;
}

function Open({ visit }: { visit: Visit }) {
    const [form, set_form] = useState<Act | undefined>(undefined);
    const [practitioner, set_practitioner] = useState(visit.practitioner ?? '');
    const place = useRef<HTMLDivElement>(null);
    const next = main_act(visit);
    useLayoutEffect(
        () => place.current?.querySelector<HTMLElement>('[data-main-act]')?.focus(),
        [],
    );
    const choose = (act: Act) => {
        if (act === 'check-in') {
            const said = (after: Visit) =>
                text('done.check-in', { who: who_is(visit), number: ticket_number(after) ?? '' });
            void do_act(visit.id, act, {}, said);
        } else if (hasty.has(act)) {
            hold(visit.id, who_is(visit), act as HastyAct, {});
            close_panel();
        } else {
            set_form(form === act ? undefined : act);
        }
    };
    return (
        <div class="panel" ref={place}>
            <PanelHead title={<bdi>{who_is(visit)}</bdi>} />
            <p class="status-line">
                <StatusMark status={visit.status} /> <strong>{status_word(visit.status)}</strong>
                {ticket_number(visit) && <bdi class="number">{ticket_number(visit)}</bdi>}
                {visit.triage && <Triage level={visit.triage} />}
                {visit.overbooked && <span class="tag">{text('extra.mark')}</span>}
                {visit.out_of_order && <span class="tag">{text('visit.out_of_order')}</span>}
            </p>
            <PlaceInLine visit={visit.id} />
            <Refusal />
            {(next === 'call' || (next === 'check-in' && !visit.start)) && (
                <PractitionerSelect
                    service={visit.service}
                    value={practitioner}
                    choose={set_practitioner}
                    required={next === 'call'}
                />
            )}
            <div class="acts">
                <MainAct visit={visit} practitioner={practitioner || undefined} />
                {other_acts(visit).map((act) => (
                    <button
                        key={act}
                        type="button"
                        aria-expanded={
                            hasty.has(act) || act === 'check-in' ? undefined : form === act
                        }
                        onClick={() => choose(act)}
                    >
                        {text(`act.${act}`)}
                    </button>
                ))}
            </div>
            {form && <ActForm visit={visit} act={form} close={() => set_form(undefined)} />}
            <Facts visit={visit} />
        </div>
    );
}

function Facts({ visit }: { visit: Visit }) {
    const person = visit.patient;
    const rows: [string, string | undefined][] = [
        [text('visit.service'), service_name(visit.service)],
        [text('visit.time'), visit.start && span_text(visit)],
        [text('visit.practitioner'), practitioner_name(visit.practitioner)],
        [
            text('visit.overbooked'),
            visit.overbooked && text_or(`extra.reason.${visit.overbooked}`, visit.overbooked),
        ],
        [text('visit.room'), visit.room && room_name(visit.room)],
        [text('visit.arrived'), visit.arrived && clock_text(visit.arrived)],
        [text('visit.code'), visit.code],
        [text('visit.reason'), visit.reason],
        [text('patient.birth'), person?.birth_date && birth_text(person.birth_date)],
        [text('patient.sex'), person?.sex && text('patient.sex.is', { sex: person.sex })],
        [text('patient.phone'), person?.phone],
        [text('patient.language'), person?.language && own_name(person.language)],
        [
            text('visit.channel'),
            visit.channel && text_or(`visit.channel.${visit.channel}`, visit.channel),
        ],
    ];
    return (
        <>
            <dl class="facts">
                {rows.map(
                    ([name, value]) =>
                        value && (
                            <div key={name}>
                                <dt>{name}</dt>
                                <dd>
                                    <bdi>{value}</bdi>
                                </dd>
                            </div>
                        ),
                )}
            </dl>
            {visit.notes && visit.notes.length > 0 && (
                <section class="notes">
                    <h3>{text('visit.notes')}</h3>
                    <ul>
                        {visit.notes.map((note) => (
                            <li key={note.at}>
                                <time>{clock_text(note.at)}</time> <bdi>{note.text}</bdi>
                            </li>
                        ))}
                    </ul>
                </section>
            )}
        </>
    );
}

function span_text(visit: Visit): string {
    const start = Date.parse(visit.start ?? '');
    const end = start + (visit.minutes ?? 0) * 60_000;
    return `${clock_text(start)} – ${clock_text(end)}`;
}
