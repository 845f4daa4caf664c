package dev.aftertalk.sandbox;

import java.util.List;

/**
 * Which project, channel and operators each of the sandbox's conversations has. It follows from the conversation's id alone, so that the
 * events of the traffic and the answers of the sandbox's iAdvize tell the same.
 */
final class SandboxTeam {

    static final List<Member> MEMBERS = List.of(
            new Member(1, "Manon", "Girard"),
            new Member(2, "Thomas", "Roux"),
            new Member(3, "Sophie", "Walker"),
            new Member(4, "Karim", "Benali"),
            new Member(5, "Julia", "Schmidt"));

    static final String MESSENGER = "FACEBOOK_BUSINESS_ON_MESSENGER";

    private static final List<String> PROJECTS = List.of("My brand online", "My brand outlet", "My brand for business");

    /** Of ten conversations; the first project has the most. */
    private static final List<Integer> SHARES = List.of(1, 1, 1, 1, 1, 1, 2, 2, 2, 3);

    private SandboxTeam() {}

    /** An operator. */
    record Member(int id, String firstName, String lastName) {}

    static int project(String conversation) {
        return SandboxVisitors.first(conversation) ? 1 : SHARES.get(choice(conversation, SHARES.size(), "project"));
    }

    static String projectName(int project) {
        return PROJECTS.get(project - 1);
    }

    /** Chat for most, one in eight in Messenger, some by telephone or video. */
    static String channel(String conversation) {
        if (SandboxVisitors.first(conversation)) {
            return "CHAT";
        }
        return switch (choice(conversation, 24, "channel")) {
            case 0, 1, 2 -> MESSENGER;
            case 3, 4 -> "CALL";
            case 5 -> "VIDEO";
            default -> "CHAT";
        };
    }

    /** Who takes part, in order; one conversation in eight is handed over to a second operator. */
    static List<Member> operators(String conversation) {
        if (SandboxVisitors.first(conversation)) {
            return MEMBERS.subList(0, 2);
        }
        int first = choice(conversation, MEMBERS.size(), "operator");
        if (choice(conversation, 8, "transfer") > 0) {
            return List.of(MEMBERS.get(first));
        }
        int second = (first + 1 + choice(conversation, MEMBERS.size() - 1, "second")) % MEMBERS.size();
        return List.of(MEMBERS.get(first), MEMBERS.get(second));
    }

    private static int choice(String conversation, int bound, String what) {
        long hash = SandboxVisitors.hash(conversation + what).getLeastSignificantBits() >>> 16;
        return (int) Math.floorMod(hash, (long) bound);
    }
}
