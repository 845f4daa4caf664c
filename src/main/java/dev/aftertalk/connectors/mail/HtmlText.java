package dev.aftertalk.connectors.mail;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Writes HTML as plain text that reads well: paragraphs, lists, and links with their address. */
final class HtmlText {

    private static final Set<String> LEFT_OUT = Set.of("head", "style", "script", "template", "noscript", "svg");
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr");

    private static final String NOT_DISPLAYED = "display:none";
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern ADDRESS = Pattern.compile("(?:https?|mailto|tel):.+", Pattern.CASE_INSENSITIVE);

    private final StringBuilder out = new StringBuilder();
    private int breaks;
    private int items;
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
            items++;
            children(item, depth);
            items--;
            marker = "";
        });
    }

    private void link(Element link, int depth) {
        int start = out.length();
        children(link, depth);
        String shown = link.text();
        String address = link.attr("href").strip();
        boolean tells = ADDRESS.matcher(address).matches();
        if (tells && !shown.equals(address) && !shown.equals(address.substring(address.indexOf(':') + 1))) {
            words(out.length() == start ? address : " (" + address + ")");
        }
    }

    private void block(Element element, Runnable content) {
        int gap = items == 0 && PARAGRAPHS.contains(element.normalName()) ? 2 : 1;
        breaks = Math.max(breaks, gap);
        content.run();
        breaks = Math.max(breaks, gap);
    }

    private void words(String html) {
        String text = BLANKS.matcher(html).replaceAll(" ");
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
                || isNotDisplayed(element.attr("style"));
    }

    private static boolean isNotDisplayed(String style) {
        return style.length() >= NOT_DISPLAYED.length()
                && style.toLowerCase(Locale.ROOT).replace(" ", "").contains(NOT_DISPLAYED);
    }
}
