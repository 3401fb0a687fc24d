// One way to go on: what it costs in words, whom it changes, and the press that does it.

import type { Proposal } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { ChangeRow } from './change_row.tsx';

interface ProposalCardOf {
    proposal: Proposal;
    number: number;
    /// Of those that stand beside each other.
    first: Proposal | undefined;
    choose(): void;
}

export function ProposalCard({ proposal, number, first, choose }: ProposalCardOf) {
    const id = `proposal-${number}`;
    return (
        <li class="proposal" aria-labelledby={id}>
            <h3 id={id}>{text(`absence.name.${proposal.name}`)}</h3>
            <ul class="costs">
                {costs_of(proposal, first).map((words) => (
                    <li key={words}>{words}</li>
                ))}
            </ul>
            <button type="button" class="main" aria-describedby={id} onClick={choose}>
                {text('absence.accept')}
            </button>
            {proposal.changes.length > 0 && (
                <ol
                    class="changes"
                    tabIndex={0}
                    aria-label={text('absence.changes', { number })}
                >
                    {proposal.changes.map((change) => (
                        <ChangeRow key={change.visit} change={change} />
                    ))}
                </ol>
            )}
        </li>
    );
}

function costs_of({ costs }: Proposal, first: Proposal | undefined): string[] {
    const words = [text('absence.moved', { count: costs.moved })];
    if (costs.not_struck) words.push(text('absence.not_struck', { count: costs.not_struck }));
    const fewer = costs.moved ? (first?.costs.moved ?? 0) - costs.moved : 0;
    // Beside a proposal that places more people it would else look poor and no more.
    if (fewer > 0) words.push(text('absence.fewer', { count: fewer }));
    if (costs.unplaced) words.push(text('absence.unplaced', { count: costs.unplaced }));
    if (costs.other_practitioner) {
        words.push(text('absence.others', { count: costs.other_practitioner }));
    }
    words.push(text('absence.waiting', { minutes: costs.waiting_minutes }));
    if (costs.longest_wait_minutes > 0) {
        words.push(text('absence.longest', { minutes: costs.longest_wait_minutes }));
    }
    if (costs.earlier) words.push(text('absence.earlier', { count: costs.earlier }));
    return words;
}
