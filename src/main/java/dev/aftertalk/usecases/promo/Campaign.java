package dev.aftertalk.usecases.promo;

import dev.aftertalk.usecases.promo.PromoSettings.CampaignSettings;
import dev.aftertalk.usecases.promo.PromoSettings.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A campaign whose settings make sense.
 *
 * @param pattern makes its codes, or null
 * @param folder of the CSV files its codes come from, or null
 * @param column of those files, or null for the usual names
 * @param label what a code is worth, or null
 * @param validFor how long a code is valid, or null
 * @param expiresOn the last day of the campaign, or null
 */
record Campaign(
        String name,
        CodePattern pattern,
        Path folder,
        String column,
        String label,
        Duration validFor,
        LocalDate expiresOn,
        long maximum) {

    /** Checks the settings. */
    static Campaign of(String name, CampaignSettings settings) {
        String prefix = "promo.campaigns." + name + ".";
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
            throw new PromoSettingsException(
                    "promo.campaigns." + name + " is no usable name: take letters, digits, - and _");
        }
        if (settings.source() == null) {
            throw new PromoSettingsException(prefix + "source is missing: write csv or pattern");
        }
        Duration validFor = settings.validFor();
        if (validFor != null && (validFor.isNegative() || validFor.isZero())) {
            throw new PromoSettingsException(prefix + "valid-for is not more than nothing: write for example 30d");
        }
        if (settings.maximum() != null && settings.maximum() < 1) {
            throw new PromoSettingsException(prefix + "maximum is less than 1: leave it out for no maximum");
        }
        boolean csv = settings.source() == Source.CSV;
        return new Campaign(
                name,
                csv ? null : CodePattern.of(prefix + "pattern", settings.pattern()),
                csv ? folder(name, settings.folder()) : null,
                blankToNull(settings.column()),
                blankToNull(settings.label()),
                validFor,
                settings.expiresOn(),
                settings.maximum() == null ? Long.MAX_VALUE : settings.maximum());
    }

    /** Whether both would give the same codes out. */
    boolean hasCodesOf(Campaign other) {
        return folder != null
                && other.folder != null
                && real(folder).equals(real(other.folder))
                && (column == null ? other.column == null : column.equalsIgnoreCase(other.column));
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize(); // It is not there yet.
        }
    }

    boolean hasMaximum() {
        return maximum != Long.MAX_VALUE;
    }

    /** The last day on which a code that is given out now is valid, or null when it is valid for ever. */
    LocalDate expiry(Instant now, ZoneId zone) {
        LocalDate own =
                validFor == null ? null : now.plus(validFor).atZone(zone).toLocalDate();
        return own == null || expiresOn != null && expiresOn.isBefore(own) ? expiresOn : own;
    }

    /** What to do when there is no code to give. */
    String remedy() {
        return folder == null
                ? "almost every code its pattern can make is given out; set a pattern with more random characters"
                : "no code is left; put a CSV file with new codes into " + folder;
    }

    /** What a run waits for when there is no code to give, as the ledger keeps it. */
    String emptiness() {
        return "Promo campaign " + name + ": " + remedy();
    }

    private static Path folder(String name, Path folder) {
        return folder == null || folder.toString().isBlank() ? Path.of("promo", name) : folder;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
