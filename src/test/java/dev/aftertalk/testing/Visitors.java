package dev.aftertalk.testing;

import dev.aftertalk.sandbox.IadvizeData;
import java.util.Map;

/** Every visitor is there, with the address {@code v<number>@visitors.test}, by its number or by the id of older events. No conversation is. */
public final class Visitors implements IadvizeData {

    @Override
    public Map<String, Object> visitor(String id) {
        return visitor(id.matches("\\d{1,18}") ? Long.parseLong(id) : anybody(id));
    }

    @Override
    public Map<String, Object> visitorWith(String uniqueId) {
        return visitor(uniqueId.matches("0*\\p{XDigit}{1,15}") ? Long.parseLong(uniqueId, 16) : anybody(uniqueId));
    }

    /** The id that older events have for a visitor. */
    public static String uniqueId(long number) {
        return "%040x".formatted(number);
    }

    private static Map<String, Object> visitor(long number) {
        String address = "v" + number + "@visitors.test";
        return Map.of(
                "id",
                Long.toString(number),
                "unique_id",
                uniqueId(number),
                "email",
                address,
                "firstname",
                "Vera",
                "lastname",
                "Test");
    }

    private static long anybody(String id) {
        return Math.floorMod(id.hashCode(), 1_000);
    }
}
