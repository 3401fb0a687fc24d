// What the node's answers look like. Times are RFC 3339 with offset, ids are base32 text.

export type Status =
    | 'requested'
    | 'booked'
    | 'expected'
    | 'moved'
    | 'cancelled'
    | 'no-show'
    | 'waiting'
    | 'parked'
    | 'called'
    | 'left'
    | 'in-room'
    | 'sent-on'
    | 'done';

export type PractitionerState = 'in' | 'break' | 'out' | 'unknown';

export interface Setup {
    clinic: string;
    name: string;
    time_zone: string;
    languages: string[];
    day_begins: string;
    today: string;
    now: string;
    practitioners: Practitioner[];
    services: Service[];
    rooms: { id: string; kind: string; name?: string }[];
    hours: Record<string, [string, string][]>;
    sandbox: boolean;
}

export interface Practitioner {
    id: string;
    role: string;
    name?: string;
}

export interface Service {
    id: string;
    name: string;
    minutes: number;
    needs: { role?: string; room?: string; equipment?: string; count: number }[];
}

export interface Span {
    from: string;
    to: string;
}

export interface Day {
    date: string;
    begins: string;
    ends: string;
    practitioners: PractitionerDay[];
    visits: Visit[];
}

export interface PractitionerDay {
    id: string;
    role: string;
    state: PractitionerState;
    shifts: Span[];
    breaks: Span[];
    absences?: Absence[];
}

/// When and by whom somebody is seen; no practitioner: by whoever gives the service.
export interface AbsencePlace {
    start?: string;
    practitioner?: string;
}

export interface AbsenceChange {
    visit: string;
    service: string;
    status: Status;
    walk_in: boolean;
    number?: string;
    patient?: Patient;
    from: AbsencePlace;
    /// Null where no place was found.
    to: AbsencePlace | null;
    to_rebook?: boolean;
}

export interface Proposal {
    proposal: string;
    name: 'best' | 'most_placed' | 'shortest_waits' | 'fewest_changes' | 'balanced' | 'by_hand';
    costs: {
        moved: number;
        unplaced: number;
        waiting_minutes: number;
        longest_wait_minutes: number;
        earlier: number;
        not_struck: number;
        other_practitioner: number;
    };
    changes: AbsenceChange[];
}

export interface AbsenceProposals {
    practitioner: string;
    day: string;
    from: string;
    until: string;
    struck: number;
    under_way: Visit[];
    proposals: Proposal[];
}

export interface Absence {
    id: string;
    practitioner: string;
    day: string;
    from: string;
    until: string;
    undone: boolean;
    changes?: AbsenceChange[];
}

export interface Patient {
    id: string;
    name?: string;
    birth_date?: string;
    sex?: string;
    phone?: string;
    language?: string;
}

export interface Visit {
    id: string;
    identifier?: string;
    status: Status;
    service: string;
    practitioner?: string;
    start?: string;
    minutes?: number;
    /// An extra, over capacity: why.
    overbooked?: string;
    channel?: string;
    walk_in: boolean;
    arrived?: string;
    triage?: string;
    tickets: { id: string; number: string }[];
    room?: string;
    server?: string;
    code?: string;
    patient?: Patient;
    reason?: string;
    notes?: { at: string; text: string }[];
    out_of_order?: boolean;
    to_rebook?: boolean;
    changed?: string;
}

export interface QueueItem {
    visit: string;
    ticket: string;
    number: string;
    service: string;
    practitioner?: string;
    room?: string;
    tier?: number;
    class?: string;
    due?: string;
    arrival?: string;
    may_be_called?: boolean;
    wait?: Wait;
    patient?: Patient;
}

/// In minutes, simulated: one in five is called sooner than `from`, four in five by `to`, which is
/// missing where too few are called today.
export interface Wait {
    from: number;
    to?: number;
}

export interface Queue {
    now: string;
    waiting: QueueItem[];
    /// Whom each practitioner who is in calls next: their id, the visit's.
    next?: Record<string, string>;
    called: QueueItem[];
    in_room: QueueItem[];
}

/// Why one that waits goes before another: the first part of their keys that differs. The words
/// are the screen's.
export interface Why {
    before: boolean;
    because: 'tier' | 'due' | 'arrival' | 'ticket';
    first: Reason;
    second: Reason;
}

export interface Reason {
    number: string;
    tier: number;
    class: string;
    due: string;
    due_from: 'slot' | 'arrival' | 'target';
    arrival: string;
    start?: string;
}

export interface BoardCall {
    number: string;
    room?: string;
    since: string;
}

export interface Board {
    now: string;
    called: BoardCall[];
    waiting: { number: string }[];
    waiting_count: number;
}

export interface Slot {
    start: string;
    minutes: number;
    practitioner: string;
    reasons?: string[];
}

/// Why there is no slot: the need that stands in the way.
export interface Bottleneck {
    what: 'hours' | 'practitioner' | 'role' | 'room' | 'equipment';
    name?: string;
    /// Never free; else all that is needed is at some time, only never together.
    alone: boolean;
    frees?: string;
}

/// Minutes of all patients together, from now to the session's end.
export interface ExpectedSession {
    wait_minutes: number;
    idle_minutes: number;
    overtime_minutes: number;
    cost: number;
}

/// A practitioner's time without a break, and where in it one more is best booked.
export interface OverbookedSession {
    practitioner: string;
    from: string;
    extras: number;
    most_extras: number;
    no_show_ppm: number;
    basis: 'practitioner' | 'clinic' | 'default';
    record: { bookings: number; no_shows: number };
    without?: ExpectedSession;
    /// In order of gain; `with` holds once it and those before it are booked.
    advised: { start: string; with: ExpectedSession }[];
    stopped: OverbookingStop;
}

/// Why no more are advised.
export type OverbookingStop =
    | 'cost_would_rise'
    | 'extras_cap'
    | 'overfull_cap'
    | 'no_slot_left'
    | 'nothing_booked'
    | 'session_too_long';

export interface Overbooking {
    record_days: number;
    sessions: OverbookedSession[];
}

/// Why somebody is booked over capacity.
export type OverbookReason = 'urgent' | 'no_other_time' | 'promised';

export type NewPatient = Omit<Patient, 'id'>;

export interface BookingOrder {
    patient: { id: string } | NewPatient;
    service: string;
    practitioner?: string;
    start: string;
    minutes?: number;
    overbook?: OverbookReason;
    reason?: string;
    channel?: string;
}

export interface WalkInOrder {
    patient: { id: string } | NewPatient;
    service: string;
    reason?: string;
}

export type Finding = { name: string; birth_date: string } | { code: string };

/// What the kiosk tells the node; `language` is the one chosen on its first screen.
export type Arrival = Finding & { language: string };

/// The acts on a visit that the desk has; each is a POST to /api/visits/{id}/{act}.
export type Act =
    | 'reschedule'
    | 'cancel'
    | 'no-show'
    | 'check-in'
    | 'triage'
    | 'call'
    | 'start'
    | 'finish'
    | 'leave'
    | 'note';

/// The way to the hub. That a link stands says nothing of what was kept there.
export interface SyncLink {
    state: 'off' | 'cut' | 'resting' | 'trying' | 'connected';
    connected_since?: string;
    last_connected?: string;
    next_try?: string;
    error?: { rule: string; detail: string; at: string };
}

/// Something that was refused, by us or (`by_peer`) by the other side.
export interface SyncTrouble {
    rule: string;
    device?: string;
    log?: string;
    /// Of a fork: the last entry of the log that both histories have; 0: none.
    sequence?: number;
    /// Null for a fork that was known before this start.
    at: string | null;
    by_peer: boolean;
}

export interface ClinicSync {
    role: 'clinic';
    now: string;
    light: 'green' | 'waiting' | 'none';
    link?: SyncLink;
    receipt?: { at: string; entries: number } | null;
    waiting?: { entries: number; since: string | null };
    restored?: { entries: number; at: string };
    troubles?: SyncTrouble[];
}

export interface RegionClinic {
    clinic: string;
    name?: string;
    time_zone?: string;
    space: string;
    device?: string;
    connected: boolean;
    heard: string | null;
    entries: number;
    last_entry: string | null;
    revoked?: boolean;
    troubles?: SyncTrouble[];
}

export interface HubSync {
    role: 'hub';
    now: string;
    region?: string;
    clinics: RegionClinic[];
    /// Of peers that are none of the region's.
    troubles?: SyncTrouble[];
}

export type Sync = ClinicSync | HubSync;
