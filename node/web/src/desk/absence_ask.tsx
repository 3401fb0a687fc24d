// From when until when, and the proposals for it.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Press } from '../api/client.ts';
import type { AbsenceProposals, Proposal } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { absence_step, accept, ask, span_words } from './absence.ts';
import { AbsenceTrouble, type AbsenceTroubleOf } from './absence_trouble.tsx';
import { ProposalCard } from './proposal_card.tsx';
import { client } from './state.ts';
import { who_is } from './visit_words.ts';

/// As in absence.css.
const narrow = '(max-width: 600px)';

export function AbsenceAsk({ practitioner }: { practitioner: string }) {
    const [from, set_from] = useState('');
    const [until, set_until] = useState('');
    const [most_moved, set_most_moved] = useState('');
    const [told, set_told] = useState<AbsenceProposals>();
    const [trouble, set_trouble] = useState<AbsenceTroubleOf>();
    const [working, set_working] = useState(true);
    // Where there is no room beside the proposals, the usual (from now on, whoever has to move) is
    // asked for at once, and the rest is a press away.
    const [opens] = useState(() => !matchMedia(narrow).matches);
    // A press without an answer is pressed again as the same press.
    const presses = useRef(new Map<string, Press>());

    const look = async () => {
        set_working(true);
        const outcome = await ask(practitioner, from, until, most_moved);
        set_working(false);
        set_told('told' in outcome ? outcome.told : undefined);
        return 'told' in outcome ? undefined : outcome;
    };
    useEffect(() => {
        void look().then(set_trouble);
    }, []);

    const choose = async (asked: AbsenceProposals, proposal: Proposal) => {
        if (working) return;
        set_working(true);
        set_trouble(undefined);
        const press = presses.current.get(proposal.proposal) ?? client.press();
        presses.current.set(proposal.proposal, press);
        const outcome = await accept(asked, proposal, press);
        set_working(false);
        if ('told' in outcome) {
            absence_step.value = { step: 'told', practitioner, id: outcome.told.id };
            return;
        }
        // What was refused is refused for ever; what is true now is shown below the reason.
        if ('refused' in outcome) await look();
        set_trouble(outcome);
    };
    return (
        <>
            <details class="absence-other" open={opens}>
                <summary>{text('absence.other')}</summary>
                <form
                    class="absence-when"
                    onSubmit={(event) => {
                        event.preventDefault();
                        void look().then(set_trouble);
                    }}
                >
                    <label>
                        {text('absence.from')}
                        <input
                            type="time"
                            value={from}
                            onInput={(event) => set_from(event.currentTarget.value)}
                        />
                    </label>
                    <label>
                        {text('absence.until')}
                        <input
                            type="time"
                            value={until}
                            onInput={(event) => set_until(event.currentTarget.value)}
                        />
                    </label>
                    <label>
                        {text('absence.most_moved')}
                        <input
                            type="number"
                            min="0"
                            max="1000"
                            inputMode="numeric"
                            value={most_moved}
                            onInput={(event) => set_most_moved(event.currentTarget.value)}
                        />
                    </label>
                    <button type="submit" aria-disabled={working}>
                        {text('absence.look')}
                    </button>
                </form>
            </details>
            <AbsenceTrouble trouble={trouble} />
            <p role="status" class="note">
                {working ? text('absence.working') : told && spoken(told)}
            </p>
            {told && told.under_way.length > 0 && (
                <p class="note">
                    {text('absence.under_way', { who: told.under_way.map(who_is).join(' · ') })}
                </p>
            )}
            {told && (
                <ul class="proposals" aria-busy={working}>
                    {told.proposals.map((proposal, at) => (
                        <ProposalCard
                            key={proposal.proposal}
                            proposal={proposal}
                            number={at + 1}
                            first={told.proposals[0]}
                            choose={() => void choose(told, proposal)}
                        />
                    ))}
                </ul>
            )}
        </>
    );
}

function spoken(told: AbsenceProposals): string {
    return `${span_words(told)} ${text('absence.struck', { count: told.struck })}`;
}
