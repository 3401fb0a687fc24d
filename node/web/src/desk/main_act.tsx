// The one act that comes next for a visit, as a button: check in, call, start or finish.

import type { Visit } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { busy, do_act } from './acts.ts';
import { open_visit, panel } from './state.ts';
import { main_act, ticket_number, who_can, service_of, who_is } from './visit_words.ts';

interface MainActOf {
    visit: Visit;
    /// The practitioner chosen in the panel; else the visit's own.
    practitioner?: string;
    short?: boolean;
}

export function MainAct({ visit, practitioner, short }: MainActOf) {
    const act = main_act(visit);
    if (!act) return null;
    const chosen = practitioner ?? visit.practitioner ?? only_one(visit);
    const press = () => {
        if (act === 'call' && !chosen) return open_visit(visit.id);
        void do_main(visit, chosen);
    };
    return (
        <button
            type="button"
            class={short ? 'act' : 'act main'}
            data-main-act={short ? undefined : act}
            aria-disabled={busy.value}
            onClick={() => busy.peek() || press()}
        >
            {text(`act.${act}` as 'act.call')}
            {short && <span class="hidden-words"> {ticket_number(visit) ?? who_is(visit)}</span>}
        </button>
    );
}

function only_one(visit: Visit): string | undefined {
    const able = who_can(service_of(visit.service));
    return able.length === 1 ? able[0]?.id : undefined;
}

async function do_main(visit: Visit, practitioner: string | undefined): Promise<void> {
    const act = main_act(visit);
    if (!act) return;
    const body = (act === 'call' || act === 'check-in') && practitioner ? { practitioner } : {};
    const who = who_is(visit);
    const said = (after: Visit) =>
        text(`done.${act}` as 'done.call', { who, number: ticket_number(after) ?? '' });
    const answer = await do_act(visit.id, act, body, said);
    const refused_from_a_list = !answer && panel.peek().kind === 'lists';
    if (refused_from_a_list) open_visit(visit.id);
}
