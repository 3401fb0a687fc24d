// Visits of one column that overlap stand side by side.

export interface Stretch {
    from: number;
    to: number;
}

export interface Laned<T> {
    item: T;
    lane: number;
    /// How many lanes the cluster of overlapping items needs.
    lanes: number;
}

/// Greedy: each takes the first free lane in order of start, then of place in `items`.
export function in_lanes<T>(items: T[], stretch_of: (item: T) => Stretch): Laned<T>[] {
    const sorted = items
        .map((item) => ({ item, ...stretch_of(item) }))
        .sort((left, right) => left.from - right.from || right.to - left.to);
    const laned: Laned<T>[] = [];
    let cluster: Laned<T>[] = [];
    let ends: number[] = [];
    const close = () => {
        for (const each of cluster) each.lanes = ends.length;
        cluster = [];
        ends = [];
    };
    for (const { item, from, to } of sorted) {
        if (ends.every((end) => end <= from)) close();
        const free = ends.findIndex((end) => end <= from);
        const lane = free < 0 ? ends.length : free;
        ends[lane] = to;
        const placed = { item, lane, lanes: 1 };
        cluster.push(placed);
        laned.push(placed);
    }
    close();
    return laned;
}
