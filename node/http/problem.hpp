// node/http/problem.hpp: the one place where a refusal becomes a status and
// `application/problem+json` (RFC 9457).
#pragma once

#include "node/desk/answer.hpp"
#include "node/net/response.hpp"

namespace wayside::http {

/// malformed 400, forbidden 403, not_found 404, conflict 409, too_large 413, invalid and
/// unsupported 422, too_many 429, unavailable and damaged 503.
int status_of(Why why);

/// {status, rule, detail, field?} and the members of `alternatives` where that is an object; 429
/// and 503 carry Retry-After: 1.
net::Response problem(const Refusal& refusal, const desk::Json& alternatives = {});

/// An answer of the desk: 200 or 201 with JSON, or a problem. A repeated one says
/// `Idempotency-Replayed: true`.
net::Response response_of(const desk::Answer& answer);

net::Response json_response(int status, const desk::Json& json);

}  // namespace wayside::http
