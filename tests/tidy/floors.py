"""tests/tidy/floors.py: the floors of the house (README, design 3) and who owns which library."""

FLOORS = {
    "cli": 10,
    "node/app": 9,
    "node/http": 8,
    "node/fhir": 8,
    "node/notify": 8,
    "sync/transport": 8,
    "node/net": 7,
    "node/day": 6,
    "node/booking": 5,
    "node/queue": 5,
    "node/patients": 5,
    "node/rota": 5,
    "node/rights": 5,
    "node/people": 5,
    "node/audit": 5,
    "node/care": 4,
    "node/desk": 3,
    "sync": 3,
    "storage/shelf": 2,
    "storage/ledger": 2,
    "storage/trust": 2,
    "storage/sqlite": 1,
    "storage/crypto": 1,
    "storage/zip": 1,
    "storage/document": 1,
    "storage/base": 0,
    "solver/find": 0,
    "solver/overbook": 0,
    "solver/plan": 0,
    "solver/problem": 0,
    "solver/queue": 0,
    "solver/search": 0,
    "solver/shop": 0,
    # The screens: TypeScript, and the bytes made of it, which need nothing of ours.
    "node/web": 0,
}

# On floor 2 the left may use the right: shelf -> ledger -> trust. In the solver, whatever searches
# may use what any search needs, and the problem's words.
LEFTWARD = {
    ("storage/shelf", "storage/ledger"),
    ("storage/shelf", "storage/trust"),
    ("storage/ledger", "storage/trust"),
    *((f"solver/{user}", f"solver/{used}") for user in ("find", "plan", "shop")
      for used in ("search", "problem")),
    ("solver/queue", "solver/search"),
    ("solver/overbook", "solver/search"),
}

PRODUCT = ("cli", "node", "sync", "storage", "solver")

TOP_LEVEL = {
    ".ci",
    ".clang-format",
    ".clang-tidy",
    ".gitattributes",
    ".gitignore",
    "CMakeLists.txt",
    "CMakePresets.json",
    "LICENSE",
    "README.md",
    "bootstrap.sh",
    "cli",
    "firmware-config",
    "node",
    "solver",
    "storage",
    "sync",
    "tests",
}

# What an include line names -> the folders that may; each other one goes through theirs.
LIBRARIES = [
    (r"sqlite3(ext)?\.h", "sqlite3", ("storage/sqlite",)),
    (r"sodium(/.*)?\.h", "sodium", ("storage/crypto",)),
    (r"openssl/", "OpenSSL", ("storage/crypto", "node/net")),
    (r"(zstd|zdict|zstd_errors)\.h", "zstd", ("storage/zip",)),
    (r"(.*/)?[a-z_]*automerge[a-z_]*\.h", "the Automerge interface", ("storage/document",)),
    (r"boost/(asio|beast)", "Asio and Beast", ("node/net",)),
    (r"date/", "the time zone library", ("node/care",)),
]

# Libraries whose one place is not fixed by the design, only that it is one.
ONE_PLACE = [(r"unicode/", "ICU")]


def module_of(path: str) -> str:
    """The folder of the table that `path` lies in, or ''. The longest one counts."""
    parts = path.split("/")
    for end in range(len(parts) - 1, 0, -1):
        folder = "/".join(parts[:end])
        if folder in FLOORS:
            return folder
    return ""


def may_use(user: str, used: str) -> bool:
    """Whether the folder `user` may include from, or link to, the folder `used`."""
    if user == used or (user, used) in LEFTWARD:
        return True
    return FLOORS[used] < FLOORS[user]


def target_of(folder: str) -> str:
    return folder.replace("/", "_")


def namespaces_of(folder: str) -> set:
    """The namespaces that a file in `folder` may live in."""
    if folder == "storage/base":
        return {"wayside"}
    parts = folder.split("/")
    return {"wayside::" + parts[-1], "wayside::" + "::".join(parts)}
