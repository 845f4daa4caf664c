package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The people whom the sandbox's iAdvize ({@code sandbox/iadvize.camel.yaml}) knows, in the form of its answers. Who it is follows from the
 * id alone, so the same visitor is the same person at every look-up and after every start; about one in ten is anonymous.
 */
@Component
@SandboxOnly
class SandboxVisitors {

    private static final String CREATED = "2021-04-22 11:01:00";
    private static final String UNKNOWN = "0";
    private static final Person ANONYMOUS = new Person(null, null, null, null, null, null, null);
    private static final List<Person> PEOPLE = List.of(
            new Person("Camille", "Durand", "1 rue de l'Exemple", "Nantes", "44000", "France", "+33123456789"),
            new Person("Léa", "Martin", "12 quai des Fleurs", "Lyon", "69002", "France", "+33199000101"),
            new Person("Hugo", "Bernard", null, "Paris", "75011", "France", null),
            new Person("Chloé", "Petit", "3 place du Marché", "Lille", "59000", "France", "+33199000103"),
            new Person("Nathan", "Moreau", "27 cours Mirabeau", "Aix-en-Provence", "13100", "France", null),
            new Person("Inès", "Lefèvre", null, null, null, "France", "+33199000105"),
            new Person("Jules", "Garnier", "8 rue du Port", "La Rochelle", "17000", "France", "+33199000106"),
            new Person("Zoé", "Faure", "5 allée des Tilleuls", "Toulouse", "31000", "France", null),
            new Person("Emily", "Clarke", "14 Station Road", "Leeds", "LS1 4DY", "United Kingdom", "+441134960108"),
            new Person("Oliver", "Bennett", "2 Mill Lane", "Bristol", "BS1 5TR", "United Kingdom", null),
            new Person("Amelia", "Hughes", null, "Cardiff", "CF10 1EP", "United Kingdom", "+442920180110"),
            new Person("George", "O'Connor", "9 Harbour View", "Cork", "T12 W8KP", "Ireland", "+353215550111"));

    /** What the sandbox's own events name; all of it is the first of the people. */
    private static final Set<String> FIRST = Set.of(
            "63429889",
            "101097152",
            "593de0891b628a50b09835dc6c0e92565329c74baa90e",
            "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44",
            "4c8c7408-f73c-42cd-89e9-afbbee7d9024");

    private record Person(
            String firstName, String lastName, String address, String city, String zip, String country, String phone) {

        String email() {
            if (firstName == null) {
                return null;
            }
            String name = Normalizer.normalize(firstName + "." + lastName, Normalizer.Form.NFD);
            return name.replaceAll("[\\p{M}']", "").toLowerCase(Locale.ROOT) + "@example.com";
        }
    }

    /** REST: the visitor with this id, or null. */
    Map<String, Object> byId(String id) {
        return id.equals(UNKNOWN) ? null : rest(id);
    }

    /** REST: the visitor with this {@code unique_id}, or null. */
    Map<String, Object> byUniqueId(String uniqueId) {
        return uniqueId.matches("0+") ? null : rest(uniqueId);
    }

    /** GraphQL: the visitor of a conversation, with all fields that the sandbox's schema has. */
    Map<String, Object> graphql(String conversation, String at) {
        Person person = person(conversation);
        String id = FIRST.contains(conversation)
                ? "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44"
                : hash(conversation).toString();
        Map<String, Object> visitor = fields("__typename", "Visitor", "visitorId", id, "source", "ONSITE");
        visitor.putAll(fields("externalUserId", null));
        visitor.putAll(fields("firstName", person.firstName(), "lastName", person.lastName()));
        visitor.putAll(fields("email", person.email(), "phoneNumber", person.phone(), "address", person.address()));
        visitor.putAll(fields("city", person.city(), "zipCode", person.zip(), "country", person.country()));
        visitor.putAll(fields("username", null, "createdAt", at, "updatedAt", at));
        return visitor;
    }

    /** Whether an id is one of those in the sandbox's own events, which all stand for the first of the people. */
    static boolean first(String id) {
        return FIRST.contains(id);
    }

    /** REST: the {@code unique_id} of the visitor with this id. */
    String uniqueId(String id) {
        return rest(id).get("unique_id").toString();
    }

    private static Map<String, Object> rest(String id) {
        UUID hash = hash(id);
        Person person = person(id);
        long number = id.matches("\\d{1,18}") ? Long.parseLong(id) : number(hash);
        String unique = id.matches("\\p{XDigit}{45}")
                ? id
                : (hash.toString() + hash).replace("-", "").substring(0, 45);
        Map<String, Object> visitor = fields("id", number, "unique_id", unique, "external_id", null);
        visitor.putAll(fields("lastname", person.lastName(), "firstname", person.firstName()));
        visitor.putAll(fields("address", person.address(), "city", person.city(), "zip", person.zip()));
        visitor.putAll(fields("country", person.country(), "phone", person.phone(), "email", person.email()));
        visitor.putAll(fields("browser", "Chrome", "website_id", List.of(1), "created_at", CREATED));
        visitor.put("_link", "/visitor/" + number);
        return visitor;
    }

    private static Person person(String id) {
        long hash = hash(id).getMostSignificantBits() >>> 16;
        if (FIRST.contains(id)) {
            return PEOPLE.get(0);
        }
        return hash % 10 == 0 ? ANONYMOUS : PEOPLE.get((int) (hash / 10 % PEOPLE.size()));
    }

    static UUID hash(String id) {
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    static long number(UUID hash) {
        return 10_000_000 + Math.floorMod(hash.getLeastSignificantBits(), 90_000_000L);
    }
}
