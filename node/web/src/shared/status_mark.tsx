// A status as a shape: told apart without colour, and always beside its word or with it in a title.

import type { Status } from '../api/shapes.ts';

const shapes: Record<Status, string> = {
    requested: 'M5.5 5.8a2.6 2.6 0 1 1 3.6 2.4c-.8.4-1.1.8-1.1 1.8M8 12.6v.2',
    expected:
        'M8 2.5a5.5 5.5 0 0 1 3.9 1.6M13.5 8a5.5 5.5 0 0 1-1.6 3.9M8 13.5a5.5 5.5 0 0 1-3.9-1.6M2.5 8a5.5 5.5 0 0 1 1.6-3.9',
    booked: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z',
    moved: 'M2.5 8h10.5M9 4l4 4l-4 4',
    cancelled: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
    'no-show': 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM4.2 11.8l7.6-7.6',
    waiting: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM8 5v3.2l2.2 1.4',
    parked: 'M5.5 3v10M10.5 3v10',
    called: 'M8 2.5c-2.4 0-3.6 1.8-3.6 3.8c0 3-1.2 3.9-1.9 4.7h11c-.7-.8-1.9-1.7-1.9-4.7c0-2-1.2-3.8-3.6-3.8zM6.7 13.5h2.6',
    left: 'M9.5 2.5h-6v11h6M7 8h6.5M11 5.5L13.5 8L11 10.5',
    'in-room': 'M3 13.5V2.5h7v11M1.5 13.5h13M8 8v.2M10 4.5h3v9',
    'sent-on': 'M3 3v5.5h9.5M9.5 5.5l3 3l-3 3',
    done: 'M3 8.5l3.5 3.5L13 4.5',
};

const directed = new Set<Status>(['moved', 'left', 'sent-on']);

export function StatusMark({ status }: { status: Status }) {
    return (
        <svg
            class="status-mark"
            data-directed={directed.has(status)}
            viewBox="0 0 16 16"
            aria-hidden="true"
            focusable="false"
        >
            <path d={shapes[status]} />
        </svg>
    );
}
