"""Write the examples anew, after a change to what the sample trust's schools send."""

from sample_data.examples import write_examples

if __name__ == "__main__":
    for path in write_examples():
        print(path)
