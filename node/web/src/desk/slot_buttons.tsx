import type { Slot } from '../api/shapes.ts';
import { clock_text, short_day_text, wall_date } from '../language/clinic_time.ts';
import { text_or } from '../language/speak.ts';
import { practitioner_name } from '../shared/names.ts';
import { busy } from './acts.ts';
import { date } from './state.ts';

interface SlotButtonsOf {
    slots: Slot[];
    choose(slot: Slot): void;
}

/// A slot each: one press takes it.
export function SlotButtons({ slots, choose }: SlotButtonsOf) {
    return (
        <ul class="slots">
            {slots.map((slot) => (
                <li key={`${slot.start} ${slot.practitioner}`}>
                    <button
                        type="button"
                        data-row={slot.start}
                        aria-disabled={busy.value}
                        onClick={() => busy.peek() || choose(slot)}
                    >
                        <strong>{clock_text(slot.start)}</strong>
                        {wall_date(slot.start) !== date.value && (
                            <span>{short_day_text(wall_date(slot.start))}</span>
                        )}
                        <bdi>{practitioner_name(slot.practitioner)}</bdi>
                        {slot.reasons?.[0] && (
                            <span class="reason">
                                {text_or(`reason.${slot.reasons[0]}`, slot.reasons[0])}
                            </span>
                        )}
                    </button>
                </li>
            ))}
        </ul>
    );
}
