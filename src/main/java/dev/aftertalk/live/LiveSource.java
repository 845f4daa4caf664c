package dev.aftertalk.live;

/**
 * What open pages of one kind show. One object for all of them, asked from threads of its own.
 *
 * @param <K> tells apart the pages that are to be sent something else, by its {@code equals}
 */
public interface LiveSource<K> {

    /**
     * Another number whenever something may have changed. Asked four times a second while a page is open, so it must cost next to nothing.
     *
     * @throws org.springframework.dao.DataAccessException while the database can't be read; the pages say so then
     */
    long version();

    /**
     * What the pages swap theirs for; it holds all of the version that was asked for before.
     *
     * @throws org.springframework.dao.DataAccessException while the database can't be read
     */
    byte[] html(K key);
}
