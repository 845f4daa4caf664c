package dev.aftertalk.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads every setting once, before anything uses one. Each gets its usual spelling ({@code off} becomes {@code false}, {@code " 10 m"}
 * becomes {@code 10m}), so that routes, which see only text, can't take it for something else. A wrong one is replaced by what can do no
 * harm and becomes a {@link SettingFault}.
 */
final class SettingsCheck {

    private final GivenSettings given;
    private final Collection<Class<?>> records;
    private final Map<String, SettingFault> faults = new LinkedHashMap<>();

    /** @param records what the settings are bound to */
    SettingsCheck(ConfigurableEnvironment environment, Collection<Class<?>> records) {
        this.given = new GivenSettings(environment);
        this.records = records;
    }

    /** @throws BadSettingsException for settings that nothing can stand in for */
    List<SettingFault> check() {
        SettingsCatalog catalog = new SettingsCatalog(given.binder());
        catalog.all(records).forEach(this::read);
        stopForWhatIsNeeded();
        records.forEach(type -> bind(type, catalog.of(type)));
        stopForWhatIsNeeded();
        return List.copyOf(faults.values());
    }

    private void stopForWhatIsNeeded() {
        List<SettingFault> stopping = faults.values().stream()
                .filter(fault -> Needs.stops(fault.setting()))
                .toList();
        if (!stopping.isEmpty()) {
            throw new BadSettingsException(stopping);
        }
    }

    private void read(Setting setting) {
        String text;
        try {
            text = given.text(setting.name());
        } catch (IllegalArgumentException e) {
            wrong(
                    setting,
                    null,
                    unresolved(setting.name(), given.place(setting.name())).problem());
            return;
        }
        if (text == null) {
            return;
        }
        if (Spelling.isNoText(text)) {
            wrong(
                    setting,
                    text,
                    setting.name() + given.place(setting.name())
                            + " can't be read: it is not written in UTF-8; save the file it comes from as UTF-8");
            return;
        }
        try {
            String port = setting.name().equals("spring.datasource.url")
                    ? DatabasePorts.wrong(text).orElse(null)
                    : null;
            if (port != null) { // the rest may hold a password
                wrong(
                        setting,
                        text,
                        setting.name() + given.place(setting.name()) + " has the port \"" + port
                                + "\"; it may be a whole number from 1 to 65535");
                return;
            }
            String usual = Spelling.usual(setting, Spelling.written(text));
            if (usual.isEmpty() && isValue(setting)) {
                usual = setting.standard();
            }
            String place = given.place(setting.name());
            if (!usual.equals(text)) {
                given.put(setting.name(), usual);
            }
            if (!allowed(setting, given.binder())) {
                wrong(setting, text, problem(setting, text, place));
            }
        } catch (IllegalArgumentException e) {
            wrong(setting, text, problem(setting, text, given.place(setting.name())));
        }
    }

    /** @param place where it stands, in brackets after a blank */
    static SettingFault unresolved(String name, String place) {
        return new SettingFault(
                name, name + place + " holds ${…} with a name that is not set; set that, or write a value instead");
    }

    /** Nothing after the = is nothing of a text or a list, and no number, time or switch. */
    private static boolean isValue(Setting setting) {
        return setting.raw() != String.class
                && setting.raw() != List.class
                && !setting.standard().isEmpty();
    }

    static boolean allowed(Setting setting, Binder binder) {
        try {
            Object value = binder.bind(
                            GivenSettings.name(setting.name()),
                            Bindable.of(setting.type()).withAnnotations(setting.annotations()))
                    .orElse(null);
            return setting.allows(value);
        } catch (BindException e) {
            return false;
        }
    }

    private static String problem(Setting setting, String text, String place) {
        String shown = setting.isSecret() ? " can't be used" : " is \"" + text + "\"";
        return setting.name() + shown + place + "; it may be " + Spelling.mayBe(setting);
    }

    /** What a record refuses though each of its settings can be read: a bound, or two that don't go together. */
    private void bind(Class<?> type, List<Setting> settings) {
        for (int tries = 0; tries <= settings.size(); tries++) {
            try {
                given.binder().bindOrCreate(SettingsCatalog.prefix(type), type);
                return;
            } catch (BindException e) {
                String why = Objects.toString(
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage(), e.getMessage());
                List<Setting> meant = settings.stream()
                        .filter(setting -> !faults.containsKey(setting.name()) && names(why, setting.name()))
                        .toList();
                if (meant.isEmpty()) {
                    meant = ofTheSamePart(e, settings);
                }
                if (meant.isEmpty()) {
                    throw e;
                }
                meant.forEach(setting -> wrong(setting, given.text(setting.name()), why));
            }
        }
    }

    private List<Setting> ofTheSamePart(BindException e, List<Setting> settings) {
        String part = e.getName() + ".";
        return settings.stream()
                .filter(setting -> setting.name().startsWith(part) && !faults.containsKey(setting.name()))
                .filter(setting -> given.text(setting.name()) != null)
                .toList();
    }

    private static boolean names(String message, String setting) {
        int at = message.indexOf(setting);
        int end = at + setting.length();
        return at >= 0
                && (end == message.length()
                        || "-.".indexOf(message.charAt(end)) < 0
                        || end + 1 == message.length()
                        || message.charAt(end + 1) == ' ');
    }

    private void wrong(Setting setting, String text, String problem) {
        faults.put(setting.name(), new SettingFault(setting.name(), problem));
        String instead = Needs.instead(setting.name());
        given.put(setting.name(), instead != null ? instead : given.standard(setting, text));
        Needs.besides(setting.name()).forEach(given::put);
    }
}
