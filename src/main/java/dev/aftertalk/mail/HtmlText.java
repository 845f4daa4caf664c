package dev.aftertalk.mail;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Writes HTML as plain text that reads well: paragraphs, lists, and links with their address. */
final class HtmlText {

    private static final Set<String> LEFT_OUT = Set.of("head", "style", "script", "template", "noscript", "svg");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr");

    private final StringBuilder out = new StringBuilder();
    private int breaks;
    private boolean space;
    private String marker = "";

    private HtmlText() {}

    /** The text of the element, its lines separated by a newline, blank lines between paragraphs. */
    static String of(Element element) {
        HtmlText text = new HtmlText();
        text.children(element, 0);
        return text.out.append('\n').toString();
    }

    private void children(Element element, int depth) {
        int number = 1;
        for (Node node : element.childNodes()) {
            if (node instanceof TextNode words) {
                words(words.getWholeText());
            } else if (node instanceof Element child && !isHidden(child)) {
                number = element(child, depth, number);
            }
        }
    }

    private int element(Element element, int depth, int number) {
        switch (element.normalName()) {
            case "br" -> breaks++;
            case "hr" -> block(element, () -> words("--------"));
            case "a" -> link(element, depth);
            case "img" -> words(element.attr("alt"));
            case "td", "th" -> {
                space = true;
                children(element, depth);
            }
            case "ul", "ol" -> block(element, () -> children(element, depth + 1));
            case "li" -> {
                item(element, depth, number);
                return number + 1;
            }
            default -> {
                if (element.isBlock()) {
                    block(element, () -> children(element, depth));
                } else {
                    children(element, depth);
                }
            }
        }
        return number;
    }

    private void item(Element item, int depth, int number) {
        boolean ordered = item.parent() != null && item.parent().nameIs("ol");
        block(item, () -> {
            marker = "  ".repeat(Math.max(0, depth - 1)) + (ordered ? number + ". " : "- ");
            children(item, depth);
            marker = "";
        });
    }

    private void link(Element link, int depth) {
        int start = out.length();
        children(link, depth);
        String shown = link.text();
        String address = link.attr("href").strip();
        boolean tells = address.matches("(?i)(https?|mailto|tel):.+");
        if (tells && !shown.equals(address) && !shown.equals(address.substring(address.indexOf(':') + 1))) {
            words(out.length() == start ? address : " (" + address + ")");
        }
    }

    private void block(Element element, Runnable content) {
        boolean apart = PARAGRAPHS.contains(element.normalName())
                && element.parents().stream().noneMatch(p -> p.nameIs("li"));
        int gap = apart ? 2 : 1;
        breaks = Math.max(breaks, gap);
        content.run();
        breaks = Math.max(breaks, gap);
    }

    private void words(String html) {
        String text = html.replaceAll("[\\s\\u00a0]+", " ");
        if (text.isBlank()) {
            space |= !text.isEmpty();
            return;
        }
        boolean newLine = breaks > 0 || out.isEmpty();
        if (!out.isEmpty()) {
            out.append("\n".repeat(Math.min(breaks, 2)));
        }
        if (!newLine && (space || text.startsWith(" "))) {
            out.append(' ');
        }
        out.append(marker).append(text.strip());
        marker = "";
        breaks = 0;
        space = text.endsWith(" ");
    }

    private static boolean isHidden(Element element) {
        return LEFT_OUT.contains(element.normalName())
                || element.hasAttr("hidden")
                || element.attr("style")
                        .replace(" ", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("display:none");
    }
}
