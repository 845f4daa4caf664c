package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.text.PlainText;

/**
 * A document in Jira's format (ADF) that never gets larger than Jira takes. Jira limits a description to 32,767 characters without saying
 * whether it counts the text, the JSON or its old markup; counted here is the JSON, and characters which that markup escapes
 * count twice, so that it holds whichever is meant.
 */
final class AdfWriter {

    static final int JIRA_LIMIT = 32_767;

    private static final int HARD_BREAK = "{\"type\":\"hardBreak\"},{\"type\":\"text\",\"text\":\"\"},".length();
    private static final int STRONG = "\"marks\":[{\"type\":\"strong\"}],".length();
    private static final int BLOCK =
            "{\"type\":\"paragraph\",\"content\":[]},{\"type\":\"text\",\"text\":\"\"},".length() + 40;
    private static final String ESCAPED = "\"\\{}[]()*_-+^~|!#?&<>";

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ArrayNode blocks;
    private int left;

    /** @param reserve how much to keep free for what {@link #closing} adds */
    AdfWriter(int reserve) {
        document.put("type", "doc").put("version", 1);
        blocks = document.putArray("content");
        left = JIRA_LIMIT - 100 - reserve;
    }

    ObjectNode document() {
        return document;
    }

    void heading(String text) {
        ObjectNode heading = block("heading", text);
        if (heading != null) {
            heading.putObject("attrs").put("level", 3);
        }
    }

    /** A paragraph, its first part in bold. Returns false when it did not fit and was cut, or left out. */
    boolean paragraph(String strong, String text) {
        int cost = BLOCK + STRONG + cost(strong);
        if (cost + 20 > left) {
            return false;
        }
        String fitting = fitting(text, left - cost);
        left -= cost + cost(fitting);
        ArrayNode content = blocks.addObject().put("type", "paragraph").putArray("content");
        text(content, strong, true);
        lines(content, fitting);
        return fitting.length() == text.length();
    }

    /** A paragraph that is a link. */
    void link(String strong, String url) {
        int cost = BLOCK + STRONG + cost(strong) + 2 * cost(url) + 60;
        if (cost <= left) {
            left -= cost;
            ArrayNode content = blocks.addObject().put("type", "paragraph").putArray("content");
            text(content, strong, true);
            content.addObject()
                    .put("type", "text")
                    .put("text", url)
                    .putArray("marks")
                    .addObject()
                    .put("type", "link")
                    .putObject("attrs")
                    .put("href", url);
        }
    }

    /** A last paragraph, for which room was reserved. */
    void closing(String text) {
        left = BLOCK + cost(text);
        block("paragraph", text);
    }

    /** The text of a document as a reader sees it, each block on a line. */
    static String text(JsonNode document) {
        StringBuilder text = new StringBuilder();
        for (JsonNode block : document.path("content")) {
            for (JsonNode node : block.path("content")) {
                text.append(node.path("text").asText("\n")); // a hard break has none
            }
            text.append('\n');
        }
        return text.toString();
    }

    static int reserve(String closing) {
        return BLOCK + cost(closing);
    }

    private ObjectNode block(String type, String text) {
        int cost = BLOCK + cost(text);
        if (cost > left) {
            return null;
        }
        left -= cost;
        ObjectNode block = blocks.addObject().put("type", type);
        lines(block.putArray("content"), text);
        return block;
    }

    /** Jira refuses empty text nodes, and line ends within one. */
    private static void lines(ArrayNode content, String text) {
        boolean first = true;
        for (String line : text.split("\n", -1)) {
            if (!first) {
                content.addObject().put("type", "hardBreak");
            }
            text(content, line, false);
            first = false;
        }
    }

    private static void text(ArrayNode content, String text, boolean strong) {
        if (!text.isEmpty()) {
            ObjectNode node = content.addObject().put("type", "text").put("text", text);
            if (strong) {
                node.putArray("marks").addObject().put("type", "strong");
            }
        }
    }

    private static String fitting(String text, int room) {
        int spent = 0;
        for (int i = 0; i < text.length(); i++) {
            spent += cost(text.charAt(i));
            if (spent > room) {
                return PlainText.head(text, i);
            }
        }
        return text;
    }

    private static int cost(String text) {
        return text.chars().map(AdfWriter::cost).sum();
    }

    private static int cost(int c) {
        return c == '\n' ? HARD_BREAK : c == '\t' || ESCAPED.indexOf(c) >= 0 ? 2 : 1;
    }
}
