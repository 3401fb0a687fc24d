// Where a day has no room left: into which slot one more is best booked, what that costs the others,
// and what that rests on. A person's act, with a reason; nothing is known of any one patient here.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused, Unreachable } from '../api/problem.ts';
import type { OverbookedSession, Overbooking, OverbookReason } from '../api/shapes.ts';
import { clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { practitioner_name } from '../shared/names.ts';
import { busy } from './acts.ts';
import { client, date, shown_day } from './state.ts';

const shown = 3;
const reasons: OverbookReason[] = ['urgent', 'no_other_time', 'promised'];

export interface Extra {
    start: string;
    practitioner: string;
    overbook: OverbookReason;
}

interface ExtraAdviceOf {
    service: string;
    practitioner: string;
    choose(extra: Extra): void;
}

/// The best slot of a session for one extra: what is said of it holds for that one alone.
interface Offer {
    session: OverbookedSession;
    start: string;
    waits: number;
    idle: number;
    overtime: number;
    gain: number;
}

export function ExtraAdvice({ service, practitioner, choose }: ExtraAdviceOf) {
    const [told, set_told] = useState<Overbooking | undefined>(undefined);
    const wish = `${service} ${practitioner} ${date.value}`;
    const change = shown_day.value;
    useEffect(() => {
        let wanted = true;
        void look(service, practitioner).then((answer) => wanted && set_told(answer));
        return () => {
            wanted = false;
        };
    }, [wish, change]);
    if (!told?.sessions.length) return null;
    const offers = told.sessions.flatMap(offer_in).sort((a, b) => b.gain - a.gain);
    const [best] = offers;
    const is_one = offers.every((each) => is_of_one(each, best));
    return (
        <section class="extra" aria-labelledby="extra-title">
            <h3 id="extra-title">{text('extra.title')}</h3>
            {best && is_one && <Share session={best.session} days={told.record_days} />}
            {best ? (
                <ul class="slots">
                    {offers.slice(0, shown).map((offer) => (
                        <OfferRow
                            key={`${wish} ${offer.start} ${offer.session.practitioner}`}
                            offer={offer}
                            is_best={offer === best && offers.length > 1}
                            choose={choose}
                        >
                            {!is_one && <Share session={offer.session} days={told.record_days} />}
                        </OfferRow>
                    ))}
                </ul>
            ) : (
                <WhyNone sessions={told.sessions} days={told.record_days} />
            )}
        </section>
    );
}

/// One line says what all offers rest on where they are one practitioner's.
function is_of_one(offer: Offer, other: Offer | undefined): boolean {
    return offer.session.practitioner === other?.session.practitioner;
}

interface OfferRowOf {
    offer: Offer;
    is_best: boolean;
    choose(extra: Extra): void;
    children: ComponentChildren;
}

function OfferRow({ offer, is_best, choose, children }: OfferRowOf) {
    const [asks, set_asks] = useState(false);
    const place = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (asks) place.current?.querySelector('button')?.focus();
    }, [asks]);
    const { session, start } = offer;
    return (
        <li>
            <button
                type="button"
                data-extra={start}
                aria-expanded={asks}
                aria-disabled={busy.value}
                onClick={() => busy.peek() || set_asks(!asks)}
            >
                <strong>{clock_text(start)}</strong>
                <bdi>{practitioner_name(session.practitioner)}</bdi>
                {is_best && <span class="reason">{text('extra.best')}</span>}
                <span class="extra-costs">{costs_of(offer).join(' · ')}</span>
            </button>
            {asks && (
                <div class="extra-why" role="group" aria-label={text('extra.why')} ref={place}>
                    <p>{text('extra.why')}</p>
                    {reasons.map((overbook) => (
                        <button
                            key={overbook}
                            type="button"
                            data-overbook={overbook}
                            aria-disabled={busy.value}
                            onClick={() =>
                                busy.peek() ||
                                choose({ start, practitioner: session.practitioner, overbook })
                            }
                        >
                            {text(`extra.reason.${overbook}`)}
                        </button>
                    ))}
                </div>
            )}
            {children}
        </li>
    );
}

/// What the advice rests on.
function Share({ session, days }: { session: OverbookedSession; days: number }) {
    const { bookings, no_shows: missed } = session.record;
    const percent = Math.round(session.no_show_ppm / 10_000);
    return (
        <p class="second">
            {text('extra.reckoned', { percent })}{' '}
            {session.basis === 'default'
                ? text('extra.basis.default')
                : text(`extra.basis.${session.basis}`, { days, missed, bookings })}
        </p>
    );
}

/// One session says why; several are too many reasons to read.
function WhyNone({ sessions, days }: { sessions: OverbookedSession[]; days: number }) {
    const [only] = sessions;
    if (!only || sessions.length > 1) return <p class="note">{text('extra.none')}</p>;
    return (
        <>
            <p class="note">
                {text(`extra.stopped.${only.stopped}`, {
                    extras: only.extras,
                    most: only.most_extras,
                })}
            </p>
            <Share session={only} days={days} />
        </>
    );
}

function costs_of({ waits, idle, overtime }: Offer): string[] {
    const words = [text('extra.waits', { minutes: waits })];
    if (idle > 0) words.push(text('extra.idle', { minutes: idle }));
    if (overtime > 0) words.push(text('extra.overtime', { minutes: overtime }));
    return words;
}

function offer_in(session: OverbookedSession): Offer[] {
    const [first] = session.advised;
    if (!first || !session.without) return [];
    const [before, after] = [session.without, first.with];
    return [
        {
            session,
            start: first.start,
            waits: Math.max(0, after.wait_minutes - before.wait_minutes),
            idle: before.idle_minutes - after.idle_minutes,
            overtime: after.overtime_minutes - before.overtime_minutes,
            gain: before.cost - after.cost,
        },
    ];
}

async function look(service: string, practitioner: string): Promise<Overbooking | undefined> {
    const asked = new URLSearchParams({ date: date.peek(), service });
    if (practitioner) asked.set('practitioner', practitioner);
    try {
        return await client.get<Overbooking>(`/api/overbooking?${asked}`);
    } catch (fault) {
        // Advice is not needed to go on: the desk says elsewhere that the box is silent.
        if (fault instanceof Unreachable || fault instanceof Refused) return undefined;
        throw fault;
    }
}
