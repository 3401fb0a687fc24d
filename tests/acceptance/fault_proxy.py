"""tests/acceptance/fault_proxy.py: a bad link between two programs, as bad as a test wants it.

    fault_proxy.py LISTEN TARGET [--seed N] [FAULT=VALUE ...]

LISTEN and TARGET are HOST:PORT; port 0 takes a free one. The first line on standard output is
`listening HOST:PORT`. Then each line on standard input is a command, and each is answered by one
line of JSON, the counts after it:

    FAULT=VALUE ...   sets faults, see `Faults`; VALUE may be `off`
    cut               resets every connection now
    stall SECONDS     nothing passes for so long; nothing is lost
    corrupt           flips a bit in the next bytes that pass
    down, up          nobody listens, and every connection is reset; listens again
    counts            nothing but the answer
    quit              ends; so does SIGTERM. The end of the input does not

In a test: `with FaultProxy(("127.0.0.1", port), seed=7, rate=9600, delay=300) as proxy:` and the
same words as methods. One seed gives the same cuts, stalls and flips at the same times and bytes.

What it cannot do: lose a packet (both ends speak TCP with it) or leave a connection attempt without
an answer. `rate` counts what the programs send, without the 40 bytes around each packet.
"""

import asyncio
import contextlib
import dataclasses
import json
import random
import signal
import socket
import struct
import sys
import threading

SMALL_BUFFER = 8 * 1024
FASTEST_CHUNK = 16 * 1024
# A slow link hands over what passes in so many seconds at a time.
CHUNK_SECONDS = 0.1
RESET = struct.pack("ii", 1, 0)


@dataclasses.dataclass
class Faults:
    """None is off. Seconds unless the name says otherwise; "every" is on average, at random."""

    rate: float | None = None  # bits a second, each way, shared by all connections
    delay: float | None = None  # milliseconds, one way; connecting takes two of them
    cut_every: float | None = None  # then every connection is reset
    down_for: float | None = None  # so long after each such cut nobody listens
    stall_every: float | None = None  # then nothing passes for `stall_for`
    stall_for: float = 1.0
    cut_at: int | None = None  # the byte of a connection, both ways together; off once it has cut
    corrupt_every: float | None = None  # bytes; a bit of one of them flips
    swallow: bool = False  # what comes is taken and passed to nobody; who lost a byte stays deaf

    def set(self, **values):
        for name, value in values.items():
            if name not in self.__dataclass_fields__:
                raise ValueError(f"no such fault: {name}")
            setattr(self, name, value)


@dataclasses.dataclass
class Counts:
    up: int = 0  # bytes handed to the target
    down: int = 0
    swallowed: int = 0
    connections: int = 0
    open: int = 0
    cuts: int = 0
    stalls: int = 0
    corrupted: int = 0


class Way:
    """One direction of the link, shared by all its connections."""

    def __init__(self, link, name):
        self.link = link
        self.name = name
        self.free_at = 0.0
        self.random = random.Random(f"{link.seed} {name}")
        self.until_flip = None
        self.flip_next = False

    def chunk(self):
        rate = self.link.faults.rate
        if not rate:
            return FASTEST_CHUNK
        return max(16, min(FASTEST_CHUNK, int(rate / 8 * CHUNK_SECONDS)))

    async def cross(self, size):
        """Waits as long as `size` bytes take after those before them."""
        rate = self.link.faults.rate
        if not rate:
            return
        loop = asyncio.get_running_loop()
        self.free_at = max(loop.time(), self.free_at) + size * 8 / rate
        await asyncio.sleep(self.free_at - loop.time())

    def corrupt(self, data):
        """`data` with the flips that are due in it."""
        every = self.link.faults.corrupt_every
        places = [0] if self.flip_next and data else []
        self.flip_next = self.flip_next and not data
        if every:
            if self.until_flip is None:
                self.until_flip = self.random.expovariate(1 / every)
            while self.until_flip < len(data):
                places.append(int(self.until_flip))
                self.until_flip += max(1.0, self.random.expovariate(1 / every))
            self.until_flip -= len(data)
        if not places:
            return data
        changed = bytearray(data)
        for place in places:
            changed[place] ^= 1 << self.random.randrange(8)
            self.link.counts.corrupted += 1
        return bytes(changed)


class Connection:
    def __init__(self, link, reader, writer):
        self.link = link
        self.near = (reader, writer)
        self.far = None
        self.bytes = 0
        self.deaf = False
        self.over = False
        self.task = asyncio.current_task()

    async def run(self):
        self._narrow(self.near[1])
        delay = self.link.faults.delay
        if delay:
            await asyncio.sleep(2 * delay / 1000)
        try:
            self.far = await asyncio.open_connection(*self.link.target, limit=SMALL_BUFFER)
        except OSError:
            return self.reset()
        self._narrow(self.far[1])
        up, down = asyncio.Queue(maxsize=64), asyncio.Queue(maxsize=64)
        ways = [asyncio.ensure_future(part) for part in (
            self._take_in(self.link.ways[0], self.near[0], up),
            self._deliver(self.link.ways[0], up, self.far[1]),
            self._take_in(self.link.ways[1], self.far[0], down),
            self._deliver(self.link.ways[1], down, self.near[1]),
        )]
        try:
            await asyncio.gather(*ways)
        except (OSError, EOFError):
            self.reset()
        finally:
            for way in ways:
                way.cancel()
            for _, writer in (self.near, self.far):
                writer.close()
        return None

    @staticmethod
    def _narrow(writer):
        """What lies in buffers is on no link: as little of it as the kernel allows."""
        writer.transport.set_write_buffer_limits(high=SMALL_BUFFER)
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL_BUFFER)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def reset(self):
        for end in (self.near, self.far):
            if end is None or end[1].transport.is_closing():
                continue
            raw = end[1].get_extra_info("socket")
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            end[1].transport.abort()

    def cut(self):
        self.reset()
        self.task.cancel()

    async def _take_in(self, way, reader, queue):
        data = b"begin"
        while data:
            data = await reader.read(way.chunk())
            await way.cross(len(data))
            delay = (self.link.faults.delay or 0) / 1000
            await queue.put((asyncio.get_running_loop().time() + delay, data))

    async def _deliver(self, way, queue, writer):
        while True:
            due, data = await queue.get()
            await self.link.until(due)
            if not data:
                if not self.deaf:
                    writer.write_eof()
                return
            if self.over:
                return
            data, cuts = self._up_to_the_cut(data)
            if self.link.faults.swallow or self.deaf:
                self.deaf = True
                self.link.counts.swallowed += len(data)
            else:
                setattr(self.link.counts, way.name, getattr(self.link.counts, way.name) + len(data))
                writer.write(way.corrupt(data))
                await writer.drain()
            if cuts:
                self.over = True
                await self._let_it_leave(writer)
                self.link.counts.cuts += 1
                raise ConnectionAbortedError

    def _up_to_the_cut(self, data):
        at = self.link.faults.cut_at
        if at is None or self.bytes + len(data) < at:
            self.bytes += len(data)
            return data, False
        self.link.faults.cut_at = None
        return data[: max(0, at - self.bytes)], True

    @staticmethod
    async def _let_it_leave(writer):
        """A reset would throw away what the other end has not read yet."""
        while writer.transport.get_write_buffer_size():
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.02)


class Link:
    """The proxy on its event loop; `FaultProxy` is its shell for other threads."""

    def __init__(self, listen, target, seed, faults):
        self.listen = listen
        self.target = target
        self.seed = seed
        self.faults = faults
        self.counts = Counts()
        self.ways = (Way(self, "up"), Way(self, "down"))
        self.connections = set()
        self.server = None
        self.stalled_until = 0.0
        self.wakes = {}

    async def begin(self):
        await self.up()
        for name, act in (("cut_every", self._random_cut), ("stall_every", self._random_stall)):
            self.wakes[name] = asyncio.Event()
            task = asyncio.ensure_future(self._now_and_then(name, act))
            task.set_name(name)
            self.wakes[name].task = task

    async def end(self):
        tasks = [wake.task for wake in self.wakes.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.down()

    async def set(self, **values):
        self.faults.set(**values)
        for name in values:
            if name in self.wakes:
                self.wakes[name].set()

    async def until(self, due):
        loop = asyncio.get_running_loop()
        while (wait := max(due, self.stalled_until) - loop.time()) > 0:
            await asyncio.sleep(wait)

    async def up(self):
        if self.server:
            return
        self.server = await asyncio.start_server(
            self._take, *self.listen, limit=SMALL_BUFFER, reuse_address=True
        )
        self.listen = self.server.sockets[0].getsockname()[:2]

    async def down(self):
        if self.server:
            self.server.close()
            self.server = None
        await self.cut()

    async def cut(self):
        """Connections that were open."""
        for connection in list(self.connections):
            connection.cut()
            self.counts.cuts += 1
        await asyncio.sleep(0)

    async def stall(self, seconds):
        now = asyncio.get_running_loop().time()
        self.stalled_until = max(self.stalled_until, now + float(seconds))
        self.counts.stalls += 1

    async def corrupt(self):
        for way in self.ways:
            way.flip_next = True

    async def _take(self, reader, writer):
        connection = Connection(self, reader, writer)
        self.connections.add(connection)
        self.counts.connections += 1
        self.counts.open += 1
        try:
            await connection.run()
        except asyncio.CancelledError:
            connection.reset()
        finally:
            self.connections.discard(connection)
            self.counts.open -= 1

    async def _now_and_then(self, name, act):
        """Does `act` at random, on average every so many seconds as the fault `name` says."""
        chance = random.Random(f"{self.seed} {name}")
        wake = self.wakes[name]
        while True:
            every = getattr(self.faults, name)
            wake.clear()
            try:
                wait = chance.expovariate(1 / every) if every else None
                await asyncio.wait_for(wake.wait(), wait)
            except asyncio.TimeoutError:
                await act()

    async def _random_cut(self):
        if not self.faults.down_for:
            return await self.cut()
        await self.down()
        await asyncio.sleep(self.faults.down_for)
        return await self.up()

    async def _random_stall(self):
        await self.stall(self.faults.stall_for)


class FaultProxy:
    """Listens once it is made. Its methods may be called from any thread."""

    def __init__(self, target, listen=("127.0.0.1", 0), seed=1, **faults):
        self.link = Link(listen, target, seed, Faults())
        self.link.faults.set(**faults)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        try:
            self._run(self.link.begin())
        except OSError:
            self._end_loop()
            raise

    @property
    def host(self):
        return self.link.listen[0]

    @property
    def port(self):
        return self.link.listen[1]

    def set(self, **faults):
        self._run(self.link.set(**faults))

    def cut(self):
        self._run(self.link.cut())

    def stall(self, seconds):
        self._run(self.link.stall(seconds))

    def corrupt(self):
        self._run(self.link.corrupt())

    def down(self):
        self._run(self.link.down())

    def up(self):
        self._run(self.link.up())

    def counts(self):
        return dataclasses.asdict(self.link.counts)

    def close(self):
        if self.thread.is_alive():
            self._run(self.link.end())
            self._end_loop()

    def _run(self, act):
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(timeout=10)

    def _end_loop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def parse_faults(words):
    """FAULT=VALUE ... as `Faults.set` takes them."""
    faults = {}
    for word in words:
        name, equals, value = word.partition("=")
        field = Faults.__dataclass_fields__.get(name.replace("-", "_"))
        if not equals or field is None:
            raise ValueError(f"no such fault: {word}")
        if field.name == "swallow":
            faults["swallow"] = value in ("on", "true", "1")
        elif value == "off":
            faults[field.name] = None
        else:
            faults[field.name] = int(value) if field.name == "cut_at" else float(value)
    return faults


def obey(proxy, line):
    """One line of standard input; what it is answered with."""
    word, *rest = line.split() or ["counts"]
    try:
        if "=" in word:
            proxy.set(**parse_faults([word, *rest]))
        elif word in ("cut", "stall", "corrupt", "down", "up"):
            getattr(proxy, word)(*rest)
        elif word != "counts":
            return {"error": f"no such command: {word}"}
    except (TypeError, ValueError, OSError) as trouble:
        return {"error": str(trouble)}
    return proxy.counts()


def endpoint(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def main(words):
    seed = 1
    if "--seed" in words:
        at = words.index("--seed")
        seed = int(words[at + 1])
        words = words[:at] + words[at + 2:]
    if len(words) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    faults = parse_faults(words[2:])
    with FaultProxy(endpoint(words[1]), endpoint(words[0]), seed, **faults) as proxy:
        print(f"listening {proxy.host}:{proxy.port}", flush=True)
        for line in sys.stdin:
            if line.strip() == "quit":
                return 0
            print(json.dumps(obey(proxy, line)), flush=True)
        while True:
            signal.pause()


if __name__ == "__main__":
    # So that both end the listening sockets, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
