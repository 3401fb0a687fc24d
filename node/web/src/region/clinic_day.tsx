// One clinic's day as the hub knows it: times, services and tickets, no patient's words.

import type { RegionClinic, Visit } from '../api/shapes.ts';
import { clock_text, date_after, day_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { practitioner_name, service_name, status_word } from '../shared/names.ts';
import { StatusMark } from '../shared/status_mark.tsx';
import { asked_date, day, present_date, show_date } from './state.ts';

export function ClinicDay({ clinic }: { clinic: RegionClinic }) {
    const shown = day.value;
    const name = clinic.name ?? clinic.clinic;
    if (!shown) {
        return (
            <section class="clinic-day" aria-label={name}>
                <p class="quiet-words">{text('region.no_day', { clinic: name })}</p>
            </section>
        );
    }
    const turn = (days: number) => show_date(date_after(shown.date, days));
    const visits = [...shown.visits].sort((a, b) => moment_of(a) - moment_of(b));
    return (
        <section class="clinic-day" aria-labelledby="clinic-day">
            <header>
                <h2 id="clinic-day">
                    <bdi>{name}</bdi>
                </h2>
                <div class="which-day">
                    <TurnButton words={text('day.before')} sign="‹" turn={() => turn(-1)} />
                    <strong aria-live="polite">{day_text(shown.date)}</strong>
                    <TurnButton words={text('day.after')} sign="›" turn={() => turn(1)} />
                    {asked_date.value && shown.date !== present_date.value && (
                        <button type="button" onClick={() => show_date(present_date.value)}>
                            {text('day.today')}
                        </button>
                    )}
                </div>
            </header>
            {visits.length ? (
                <ul class="visits">
                    {visits.map((visit) => (
                        <VisitLine key={visit.id} visit={visit} />
                    ))}
                </ul>
            ) : (
                <p class="quiet-words">{text('region.no_visits')}</p>
            )}
        </section>
    );
}

function moment_of(visit: Visit): number {
    const at = visit.start ?? visit.arrived;
    return at ? Date.parse(at) : Number.POSITIVE_INFINITY;
}

function TurnButton({ words, sign, turn }: { words: string; sign: string; turn(): void }) {
    return (
        <button type="button" class="quiet turn" aria-label={words} onClick={turn}>
            <span aria-hidden="true">{sign}</span>
        </button>
    );
}

function VisitLine({ visit }: { visit: Visit }) {
    const at = visit.start ?? visit.arrived;
    return (
        <li data-status={visit.status}>
            <time>{at ? clock_text(at) : ''}</time>
            <bdi class="number">{visit.tickets.at(-1)?.number ?? ''}</bdi>
            <span class="what">
                {service_name(visit.service)}
                {visit.practitioner && (
                    <span class="who"> · {practitioner_name(visit.practitioner)}</span>
                )}
            </span>
            <span class="status">
                <StatusMark status={visit.status} /> {status_word(visit.status)}
            </span>
        </li>
    );
}
