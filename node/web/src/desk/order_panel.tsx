// A new booking or a walk-in: who, for what, and (for a booking) one of the three best slots.

import { useState } from 'preact/hooks';
import type { Patient, Slot, Visit } from '../api/shapes.ts';
import { birth_text, clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { service_name } from '../shared/names.ts';
import { setup } from '../shared/node.ts';
import { book, busy, do_act, walk_in } from './acts.ts';
import { BestSlots } from './best_slots.tsx';
import { ExtraAdvice } from './extra_advice.tsx';
import type { Extra } from './extra_advice.tsx';
import { PanelHead } from './panel_head.tsx';
import { PatientPicker } from './patient_picker.tsx';
import { PractitionerSelect } from './practitioner_select.tsx';
import { Refusal } from './refusal.tsx';
import { open_visit, panel } from './state.ts';
import type { Person } from './state.ts';
import { ticket_number } from './visit_words.ts';

interface OrderPanelOf {
    walk_in: boolean;
    person: Person | undefined;
}

export function OrderPanel({ walk_in: walks, person }: OrderPanelOf) {
    const choose = (chosen: Person | undefined) => {
        panel.value = { kind: 'order', walk_in: walks, person: chosen };
    };
    return (
        <div class="panel">
            <PanelHead title={text(walks ? 'order.walk_in' : 'order.book')} />
            {person ? (
                <>
                    <Chosen person={person} change={() => choose(undefined)} />
                    {walks ? <WalkInForm person={person} /> : <BookingForm person={person} />}
                </>
            ) : (
                <PatientPicker choose={choose} />
            )}
        </div>
    );
}

function Chosen({ person, change }: { person: Person; change(): void }) {
    return (
        <p class="chosen">
            <span>
                <bdi class="who">{person.name}</bdi>
                {person.birth_date && <span> · {birth_text(person.birth_date)}</span>}
                {!is_known(person) && <span class="tag">{text('patient.new')}</span>}
            </span>
            <button type="button" class="quiet" onClick={change}>
                {text('order.other_person')}
            </button>
        </p>
    );
}

function is_known(person: Person): person is Patient {
    return 'id' in person;
}

function order_patient(person: Person) {
    return is_known(person) ? { id: person.id } : person;
}

function ServiceSelect({ value, choose }: { value: string; choose(id: string): void }) {
    return (
        <label>
            {text('visit.service')}
            <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
                {setup.value?.services.map((each) => (
                    <option key={each.id} value={each.id}>
                        {text('order.service', {
                            name: service_name(each.id),
                            minutes: each.minutes,
                        })}
                    </option>
                ))}
            </select>
        </label>
    );
}

function ReasonField({ value, change }: { value: string; change(words: string): void }) {
    return (
        <label>
            {text('order.reason')}
            <input
                dir="auto"
                maxLength={200}
                autoComplete="off"
                value={value}
                onInput={(event) => change(event.currentTarget.value)}
            />
        </label>
    );
}

function first_service(): string {
    return setup.peek()?.services[0]?.id ?? '';
}

function BookingForm({ person }: { person: Person }) {
    const [service, set_service] = useState(first_service);
    const [practitioner, set_practitioner] = useState('');
    const [reason, set_reason] = useState('');
    const choose = (place: Slot | Extra) => {
        const { start, practitioner } = place;
        const order = {
            patient: order_patient(person),
            service,
            practitioner,
            start,
            ...('overbook' in place ? { overbook: place.overbook } : { minutes: place.minutes }),
            channel: 'desk',
            ...(reason.trim() && { reason: reason.trim() }),
        };
        const said = (visit: Visit) =>
            text(visit.overbooked ? 'done.extra' : 'done.book', {
                who: person.name ?? '',
                at: clock_text(visit.start ?? start),
            });
        void book(order, said, (visit) => open_visit(visit.id));
    };
    const change_service = (id: string) => {
        set_service(id);
        set_practitioner('');
    };
    return (
        <>
            <ServiceSelect value={service} choose={change_service} />
            <PractitionerSelect service={service} value={practitioner} choose={set_practitioner} />
            <ReasonField value={reason} change={set_reason} />
            <Refusal />
            <BestSlots
                service={service}
                practitioner={practitioner}
                choose={choose}
                otherwise={
                    <ExtraAdvice service={service} practitioner={practitioner} choose={choose} />
                }
            />
        </>
    );
}

function WalkInForm({ person }: { person: Person }) {
    const [service, set_service] = useState(first_service);
    const [practitioner, set_practitioner] = useState('');
    const [reason, set_reason] = useState('');
    const add = async () => {
        const order = {
            patient: order_patient(person),
            service,
            ...(reason.trim() && { reason: reason.trim() }),
        };
        const who = person.name ?? '';
        const made = await walk_in(order, () => text('done.walk_in', { who }));
        if (!made) return;
        const said = (visit: Visit) =>
            text('done.check-in', { who, number: ticket_number(visit) ?? '' });
        await do_act(made.id, 'check-in', practitioner ? { practitioner } : {}, said);
        open_visit(made.id);
    };
    return (
        <>
            <ServiceSelect value={service} choose={set_service} />
            <PractitionerSelect service={service} value={practitioner} choose={set_practitioner} />
            <ReasonField value={reason} change={set_reason} />
            <Refusal />
            <button
                type="button"
                class="main"
                aria-disabled={busy.value}
                onClick={() => busy.peek() || void add()}
            >
                {text('order.add_walk_in')}
            </button>
        </>
    );
}
