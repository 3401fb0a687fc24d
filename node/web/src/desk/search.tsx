// The search at the top: visits of today by name or number, then everybody whom the clinic knows.

import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Patient, Visit } from '../api/shapes.ts';
import { birth_text, clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { service_name, status_word } from '../shared/names.ts';
import { StatusMark } from '../shared/status_mark.tsx';
import { search_patients } from './patient_search.ts';
import { open_visit, panel, visits } from './state.ts';
import { ticket_number, who_is } from './visit_words.ts';

const visits_shown = 6;

type Hit = { kind: 'visit'; visit: Visit } | { kind: 'patient'; patient: Patient };

const words = signal('');

export function Search() {
    const [people, set_people] = useState<Patient[] | undefined>(undefined);
    const [marked, set_marked] = useState(0);
    useEffect(() => {
        set_marked(0);
        return search_patients(words.value, set_people);
    }, [words.value]);
    const hits = hits_for(words.value, people ?? []);
    const open = words.value.trim().length >= 2;
    const choose = (hit: Hit | undefined) => {
        if (!hit) return;
        words.value = '';
        if (hit.kind === 'visit') open_visit(hit.visit.id);
        else panel.value = { kind: 'order', walk_in: false, person: hit.patient };
    };
    const on_key = (event: KeyboardEvent) => {
        const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
        const step = steps[event.key];
        if (step && hits.length) {
            event.preventDefault();
            set_marked((marked + step + hits.length) % hits.length);
        } else if (event.key === 'Enter') {
            choose(hits[marked]);
        } else if (event.key === 'Escape' && words.value) {
            event.stopPropagation();
            words.value = '';
        }
    };
    return (
        <div class="search">
            <input
                id="search"
                type="search"
                role="combobox"
                list={undefined}
                aria-label={text('search.label')}
                aria-expanded={open}
                aria-controls="search-hits"
                aria-autocomplete="list"
                aria-activedescendant={open && hits[marked] ? `hit-${marked}` : undefined}
                placeholder={text('search.label')}
                dir={words.value ? 'auto' : undefined}
                autoComplete="off"
                spellcheck={false}
                value={words.value}
                onInput={(event) => (words.value = event.currentTarget.value)}
                onKeyDown={on_key}
            />
            {!words.value && <kbd aria-hidden="true">/</kbd>}
            <div
                id="search-hits"
                class="hits"
                role="listbox"
                hidden={!open}
                aria-label={text('search.found')}
            >
                {hits.map((hit, index) => (
                    <div
                        key={hit.kind === 'visit' ? hit.visit.id : hit.patient.id}
                        id={`hit-${index}`}
                        role="option"
                        class="hit"
                        aria-selected={index === marked}
                        onMouseDown={(event) => {
                            event.preventDefault();
                            choose(hit);
                        }}
                    >
                        {hit.kind === 'visit' ? (
                            <VisitHit visit={hit.visit} />
                        ) : (
                            <PatientHit patient={hit.patient} />
                        )}
                    </div>
                ))}
            </div>
            {open && hits.length === 0 && people && (
                <p class="hits nobody" role="status">
                    {text('search.nobody')}
                </p>
            )}
        </div>
    );
}

function hits_for(said: string, people: Patient[]): Hit[] {
    const wanted = said.trim().toLocaleLowerCase();
    if (wanted.length < 2) return [];
    const fits = (visit: Visit) =>
        [visit.patient?.name, ticket_number(visit), visit.patient?.phone].some((word) =>
            word?.toLocaleLowerCase().includes(wanted),
        );
    const found = [...visits.value.values()].filter(fits).slice(0, visits_shown);
    return [
        ...found.map((visit): Hit => ({ kind: 'visit', visit })),
        ...people.map((patient): Hit => ({ kind: 'patient', patient })),
    ];
}

function VisitHit({ visit }: { visit: Visit }) {
    return (
        <>
            <StatusMark status={visit.status} />
            <span>
                <bdi class="who">{who_is(visit)}</bdi>
                <span class="second">
                    {visit.start && `${clock_text(visit.start)} · `}
                    {service_name(visit.service)} · {status_word(visit.status)}
                </span>
            </span>
            {ticket_number(visit) && <bdi class="number">{ticket_number(visit)}</bdi>}
        </>
    );
}

function PatientHit({ patient }: { patient: Patient }) {
    return (
        <>
            <span class="plus" aria-hidden="true">
                +
            </span>
            <span>
                <bdi class="who">{patient.name}</bdi>
                <span class="second">
                    {patient.birth_date && `${birth_text(patient.birth_date)} · `}
                    {text('search.book')}
                </span>
            </span>
        </>
    );
}
