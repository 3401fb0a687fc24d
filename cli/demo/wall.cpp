#include "cli/demo/wall.hpp"

namespace wayside::demo {

std::int32_t Wall::minutes_of(std::int64_t second) const {
    const care::Told told = zone_.local(instant_of(second));
    return (told.date.days - date_.days) * 24 * 60 + told.time.minutes;
}

std::string Wall::text_of(std::int64_t second) const {
    const Timestamp instant = instant_of(second);
    return care::text_of(instant, zone_.local(instant).offset_minutes);
}

}  // namespace wayside::demo
