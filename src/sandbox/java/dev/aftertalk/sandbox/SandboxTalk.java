package dev.aftertalk.sandbox;

import static dev.aftertalk.sandbox.Fields.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is said in a made-up conversation: in French with a visitor from France, in English with others; about one in fifty is longer than a
 * page of messages.
 *
 * @param visitor the visitor in the form of GraphQL
 */
record SandboxTalk(String id, Map<String, Object> visitor, Instant start) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Europe/Paris"));
    private static final Map<String, Object> BOT =
            fields("__typename", "Bot", "id", 901, "firstName", null, "lastName", "Assistant");
    private static final List<String> FRENCH = List.of(
            "Bonjour, comment puis-je vous aider ?",
            "Bonjour, je n'ai pas encore reçu ma commande.",
            "Je regarde tout de suite. Pouvez-vous me donner son numéro ?",
            "C'est la 4021, passée la semaine dernière.",
            "Merci. Le colis est chez le transporteur, livraison prévue demain.",
            "D'accord. Et si je ne suis pas là ?",
            "Il sera déposé au point relais le plus proche.",
            "Parfait, et le retour est bien gratuit ?",
            "Oui, pendant 30 jours.",
            "Merci beaucoup !",
            "Avec plaisir, bonne journée.",
            "Bonne journée.");
    private static final List<String> ENGLISH = List.of(
            "Hello, how can I help you?",
            "Hi, I'd like to know if these shoes come in size 42.",
            "Let me check. Which colour are you after?",
            "The dark blue ones, please.",
            "They do: two pairs are left in our warehouse.",
            "Great! How long does delivery take?",
            "Two to three working days.",
            "And can I send them back if they don't fit?",
            "Of course, free of charge for 30 days.",
            "Perfect, thank you.",
            "You're welcome. Anything else?",
            "No, that's all. Bye!");

    /** A number below {@code bound} that depends on nothing but the conversation and {@code salt}. */
    int choice(int bound, int salt) {
        return SandboxSurvey.choice(id, bound, salt);
    }

    String language() {
        return visitor.get("country") == null || "France".equals(visitor.get("country")) ? "fr" : "en";
    }

    /** The messages in the form of GraphQL. */
    List<Map<String, Object>> messages() {
        List<Map<String, Object>> agents =
                SandboxTeam.operators(id).stream().map(SandboxTalk::agent).toList();
        List<Map<String, Object>> messages = new ArrayList<>();
        messages.add(pushed(agents.get(0), start));
        List<String> said = said();
        for (int i = 0; i < said.size(); i++) {
            // Who takes over says the last words.
            boolean later = agents.size() > 1 && i >= said.size() / 2;
            if (later && i == said.size() / 2) {
                messages.add(pushed(agents.get(1), start.plusSeconds(4 + i * (590L / said.size()))));
            }
            Map<String, Object> agent = agents.get(later ? 1 : 0);
            Map<String, Object> author = i % 2 == 1 ? visitor : i == 0 && choice(4, 19) == 0 ? BOT : agent;
            String at = start.plusSeconds(5 + i * (590L / said.size())).toString();
            messages.add(fields("__typename", "TextMessage", "createdAt", at, "author", author, "text", said.get(i)));
        }
        return messages;
    }

    private static Map<String, Object> agent(SandboxTeam.Member member) {
        Map<String, Object> agent = fields("__typename", "Professional", "id", member.id());
        agent.putAll(fields("firstName", member.firstName(), "lastName", member.lastName()));
        return agent;
    }

    private static Map<String, Object> pushed(Map<String, Object> to, Instant at) {
        Map<String, Object> attachment = fields("__typename", "ConversationPushedSystemAttachment", "toUser", to);
        return fields("__typename", "SystemMessage", "createdAt", at.toString(), "attachment", attachment);
    }

    /** The messages in the form of REST, which writes a list into a text. */
    String history() {
        List<Object> lines = new ArrayList<>();
        List<String> said = said();
        for (int i = 0; i < said.size(); i++) {
            Instant at = start.plusSeconds(5 + i * (590L / said.size()));
            lines.add(List.of(i % 2 == 1 ? 2 : 1, LOCAL.format(at), said.get(i), at.toEpochMilli()));
        }
        lines.add(List.of(3, LOCAL.format(start.plusSeconds(600)), "OPERATOR_CHAT_CLOSE"));
        try {
            return JSON.writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> said() {
        List<String> words = language().equals("fr") ? FRENCH : ENGLISH;
        int count = choice(50, 23) == 0 ? 110 + choice(150, 29) : 4 + choice(9, 31);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            said.add(words.get(i % words.size()));
        }
        return said;
    }
}
