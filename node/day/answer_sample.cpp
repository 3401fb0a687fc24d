#include "node/day/answer_sample.hpp"

namespace wayside::day {

// The likeliest last: what is nearest is named in the fewest bits.
std::string_view answer_sample() {
    return R"({"alternatives":[{"minutes":20,"practitioner":"p","reasons":["another_time"],)"
           R"("start":"2026-01-05T08:20:00+02:00"},{"minutes":20,"practitioner":"p","reasons":[)"
           R"("another_practitioner","earliest"],"start":"2026-01-05T08:40:00+02:00"}],"detail":)"
           R"(" is taken from 08:00 to 08:20.","field":"practitioner","rule":)"
           R"("practitioner_taken"}{"body":{"day":"2026-01-05","id":"p","state":"available"},)"
           R"("created":false}{"body":{"arrived":"2026-01-05T08:00:00+02:00","changed":)"
           R"("2026-01-05T08:00:00+02:00","channel":"region","day":"2026-01-05","status":)"
           R"("cancelled","walk_in":true},"created":false}{"body":{"arrived":)"
           R"("2026-01-05T08:00:00+02:00","changed":"2026-01-05T08:00:00+02:00","channel":"desk",)"
           R"("code":"00000000","day":"2026-01-05","id":"aaaaaaaaaaaaaaaaaaaaaaaaaa",)"
           R"("identifier":"a-1","minutes":20,"patient":{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa"},)"
           R"("practitioner":"p","room":"r","server":"p","service":"s","start":)"
           R"("2026-01-05T08:00:00+02:00","status":"booked","tickets":[{"id":)"
           R"("aaaaaaaaaaaaaaaaaaaaaaaaaa","number":"K-001"}],"triage":"green","walk_in":false},)"
           R"("created":true})";
}

}  // namespace wayside::day
