package dev.aftertalk.usecases.promo;

import dev.aftertalk.usecases.promo.CodeFile.UnusableFileException;
import dev.aftertalk.usecases.promo.CodePool.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the codes of one file into the pool, in pieces: the ledger writes to the same database and must not wait for a whole file. */
final class CodeFileLoader implements CodeFile.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(CodeFileLoader.class);
    private static final int PIECE = 500;
    private static final int MOST_REPORTED = 20;

    private final CodePool pool;
    private final Campaign campaign;
    private final Path file;
    private final long loadedAt;
    private final List<Line> piece = new ArrayList<>(PIECE);
    private long read;
    private long added;
    private long rejected;

    CodeFileLoader(CodePool pool, Campaign campaign, Path file, long now) {
        this.pool = pool;
        this.campaign = campaign;
        this.file = file;
        this.loadedAt = now;
    }

    /** Loads the file unless its content was loaded before, under whatever name. */
    void load() throws IOException {
        if (pool.hasFile(campaign.name(), digest())) {
            return;
        }
        MessageDigest digest = sha256();
        try {
            CodeEncoding encoding = CodeEncoding.of(file);
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                new CodeFile(encoding.reader(in), campaign.column(), encoding.guessed(), this).read();
                flush();
            }
        } catch (UnusableFileException e) {
            LOG.warn("{}:{} {}. None of its codes were loaded.", file, e.line(), e.getMessage());
            return;
        }
        pool.addFile(
                campaign.name(),
                HexFormat.of().formatHex(digest.digest()),
                file.getFileName().toString(),
                loadedAt,
                added);
        LOG.info(
                "{}: {} new codes for the campaign {}, {} that were there already, {} lines rejected",
                file,
                added,
                campaign.name(),
                read - added,
                rejected);
    }

    @Override
    public void code(long line, String code) {
        read++;
        piece.add(new Line(line, code));
        if (piece.size() == PIECE) {
            flush();
        }
    }

    @Override
    public void rejected(long line, String why) {
        rejected++;
        if (rejected <= MOST_REPORTED) {
            LOG.warn("{}:{} {}", file, line, why);
        } else if (rejected == MOST_REPORTED + 1) {
            LOG.warn("{}: further rejected lines are only counted", file);
        }
    }

    private void flush() {
        if (!piece.isEmpty()) {
            added += pool.add(campaign.name(), loadedAt, piece);
            piece.clear();
        }
    }

    private String digest() throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
