package dev.aftertalk.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a person is known by, which grows while the ledger is searched: an event of the person tells the conversation, another event of that
 * conversation tells another id. Names are compared in lower case.
 */
public final class Person {

    /** Shorter ones are numbers that also mean other things in a text. */
    private static final int TELLING_BY_ITSELF = 16;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{" + TELLING_BY_ITSELF + ",}");
    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}._%+'!#$&*/=?^`{|}~-]+@[\\p{L}\\p{N}.-]+[\\p{L}\\p{N}]");

    private static final Set<String> NO_IDS = Set.of("", "0", "null", "undefined");

    private final Set<String> ids = new HashSet<>();
    private final Set<String> emails = new HashSet<>();
    private final Set<String> conversations = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();

    /** @param given ids at iAdvize of any kind */
    public Person(List<String> given, String email) {
        given.forEach(this::addId);
        if (email != null) {
            emails.add(lower(email));
        }
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    public void addId(String id) {
        if (id != null && !NO_IDS.contains(lower(id))) {
            ids.add(lower(id));
        }
    }

    public void addConversation(String id) {
        if (id != null && !id.isBlank()) {
            conversations.add(lower(id));
        }
    }

    public void addEvents(Set<String> ids) {
        eventIds.addAll(ids);
    }

    public Set<String> ids() {
        return ids;
    }

    public Set<String> emails() {
        return emails;
    }

    public boolean hasId(String id) {
        return id != null && ids.contains(lower(id));
    }

    public boolean hasEmail(String email) {
        return email != null && emails.contains(lower(email));
    }

    public boolean hasConversation(String id) {
        return id != null && conversations.contains(lower(id));
    }

    public boolean hasEvent(String eventId) {
        return eventIds.contains(eventId);
    }

    /** Whether a text has one of the names in it, as a word of its own. */
    public boolean isIn(String text) {
        return text != null
                && (text.indexOf('@') >= 0
                                && !emails.isEmpty()
                                && words(ADDRESS, text).anyMatch(this::isAddress)
                        || text.length() >= TELLING_BY_ITSELF
                                && words(WORD, text).anyMatch(this::isName));
    }

    /** By itself, or as a part of a longer one: {@code reconciled-v2.conversation.closed-4c8c7408-…}. */
    private boolean isName(String word) {
        return ids.contains(word)
                || conversations.contains(word)
                || word.indexOf('-') >= 0
                        && Stream.concat(ids.stream(), conversations.stream()).anyMatch(name -> isPart(name, word));
    }

    private static boolean isPart(String name, String word) {
        int at = name.length() < TELLING_BY_ITSELF ? -1 : word.indexOf(name);
        int end = at + name.length();
        return at >= 0
                && (at == 0 || !Character.isLetterOrDigit(word.charAt(at - 1)))
                && (end == word.length() || !Character.isLetterOrDigit(word.charAt(end)));
    }

    /** Of {@code <mailto:a@b.c} and the like, what an address can't begin with is left away. */
    private boolean isAddress(String found) {
        return emails.contains(found) || emails.contains(found.replaceFirst("^[^\\p{L}\\p{N}]+", ""));
    }

    private static Stream<String> words(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> lower(found.group()));
    }

    /** Grows with whatever is learnt. */
    public int known() {
        return ids.size() + emails.size() + conversations.size() + eventIds.size();
    }
}
