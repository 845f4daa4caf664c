package dev.aftertalk.connectors.mail;

import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a template may greet somebody by: {@code personName(text)} is the text if it looks like a name, and empty otherwise. Whoever chats
 * types what he likes into the field of the name, and under somebody else's address, and it goes out in the shop's name.
 */
final class PersonName implements TemplateMethodModelEx {

    private static final int LONGEST = 40;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");

    /** Up to four words of letters; a dot only where a word ends, or it would be the name of a host. */
    private static final Pattern NAME = Pattern.compile(
            "\\p{L}[\\p{L}\\p{M}]*\\.?(?:[-'’ʼ`·]\\p{L}[\\p{L}\\p{M}]*\\.?)*(?: \\p{L}[\\p{L}\\p{M}]*\\.?(?:[-'’ʼ`·]\\p{L}[\\p{L}\\p{M}]*\\.?)*){0,3}");

    /** The text as a name, blanks around it and doubled ones taken away; empty when it doesn't look like one. */
    static String of(String text) {
        String name = text == null ? "" : BLANKS.matcher(text.strip()).replaceAll(" ");
        return name.length() <= LONGEST && NAME.matcher(name).matches() ? name : "";
    }

    @Override
    public Object exec(List arguments) throws TemplateModelException {
        if (arguments.size() != 1) {
            throw new TemplateModelException("personName takes one text");
        }
        return arguments.get(0) instanceof TemplateScalarModel text ? of(text.getAsString()) : "";
    }
}
