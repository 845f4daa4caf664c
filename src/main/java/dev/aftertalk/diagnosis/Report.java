package dev.aftertalk.diagnosis;

/** Takes what an examination finds. */
public interface Report {

    void tell(Diagnosis diagnosis);

    /**
     * Takes the time of another system, by which this machine's clock is judged.
     *
     * @param date as HTTP's header {@code Date} has it; null when the answer had none
     */
    void heard(String system, String date);
}
